using System.Net;
using System.Security.Cryptography;
using System.Text;
using MovieGrains.Http.Access;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Tests.Writes;

public sealed class ProtectionTests
{
    private static readonly (string Method, string Path)[] AllWrites =
        [("POST", "/movies"), ("POST", "/movie"), ("POST", "/films"), ("PUT", "/movies/1999-abc"), ("PATCH", "/movies/1999-abc"), ("DELETE", "/movies/1999-abc")];

    private static readonly AccessPolicy TwoKeys = new() { Keys = [Key("alice", "first key"), Key("bob", "zweiter-schlüssel")] };

    [Theory]
    [InlineData("Authorization", "Bearer first key")]
    [InlineData("Authorization", "bearer first key")]
    [InlineData("X-Api-Key", "first key")]
    [InlineData("x-api-key", " first key ")]
    public async Task Key_Right_Writes(string header, string value)
    {
        await using var surface = await TestSurface.StartAsync(protection: TwoKeys);
        foreach (var (method, path) in AllWrites)
        {
            using var response = await surface.WriteAsync(method, path, "{}", headers: (header, value));
            Assert.True(response.IsSuccessStatusCode);
        }
        Assert.Empty(surface.Log.Lines);
    }

    [Fact]
    public async Task Key_NotAscii_IsComparedAsUtf8()
    {
        await using var surface = await TestSurface.StartAsync(protection: TwoKeys);
        var answer = await surface.RawAsync(Encoding.UTF8.GetBytes(
            "POST /movies HTTP/1.1\r\nHost: x\r\nX-Api-Key: zweiter-schlüssel\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"));
        Assert.StartsWith("HTTP/1.1 201", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Authorization", "")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Basic Zmlyc3Qga2V5")]
    [InlineData("Authorization", "first key")]
    [InlineData("X-Api-Key", "")]
    public async Task Key_Missing_401AsksForIt(string? header, string? value)
    {
        await using var surface = await TestSurface.StartAsync(protection: TwoKeys);
        foreach (var (method, path) in AllWrites)
        {
            using var response = await surface.WriteAsync(method, path, "{}", headers: header is null ? [] : [(header, value!)]);
            await RecordPostTests.ProblemAsync(response, 401, "key-required");
            Assert.Equal("Bearer realm=\"MovieGrains\"", SurfaceTests.Header(response, "WWW-Authenticate"));
        }
        Assert.Equal(0, surface.Writer.Commits + surface.Writer.Writes.Count);
    }

    public static TheoryData<string, string> WrongKeys => new()
    {
        { "Authorization", "Bearer wrong" },
        { "Authorization", "Bearer first key2" },
        { "Authorization", "Bearer FIRST KEY" },
        { "X-Api-Key", "first  key" },
        { "X-Api-Key", "alice" },
        { "X-Api-Key", Convert.ToHexStringLower(SHA256.HashData("first key"u8)) },
        { "X-Api-Key", new string('k', 10_000) },
        { "Authorization", "Bearer " + new string('k', 10_000) },
    };

    [Theory]
    [MemberData(nameof(WrongKeys))]
    public async Task Key_Wrong_401SaysSoAndNothingShowsIt(string header, string value)
    {
        await using var surface = await TestSurface.StartAsync(protection: TwoKeys);
        foreach (var (method, path) in AllWrites)
        {
            using var response = await surface.WriteAsync(method, path, "{}", headers: (header, value));
            var problem = await RecordPostTests.ProblemAsync(response, 401, "key-invalid");
            Assert.Equal("Bearer realm=\"MovieGrains\", error=\"invalid_token\"", SurfaceTests.Header(response, "WWW-Authenticate"));
            Assert.DoesNotContain(value, problem.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal(0, surface.Writer.Commits + surface.Writer.Writes.Count);
        Assert.Empty(surface.Log.Lines);
    }

    [Theory]
    [InlineData("X-Api-Key: first key\r\nX-Api-Key: first key", "key-required")]
    [InlineData("Authorization: Bearer wrong\r\nX-Api-Key: first key", "key-invalid")]
    [InlineData("Authorization: Bearer first key\r\nX-Api-Key: wrong", null)]
    [InlineData("Authorization: Basic Zg==\r\nX-Api-Key: first key", null)]
    public async Task Key_Twice_OnlyOneThatIsClearCounts(string headers, string? kind)
    {
        await using var surface = await TestSurface.StartAsync(protection: TwoKeys);
        var answer = await surface.RawAsync(Encoding.ASCII.GetBytes(
            $"POST /movies HTTP/1.1\r\nHost: x\r\n{headers}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"));
        Assert.Contains(kind ?? "HTTP/1.1 201", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_Reading_NeedsNone()
    {
        await using var surface = await TestSurface.StartAsync(protection: TwoKeys);
        foreach (var path in new[] { "/movies", "/movies/1999-abc", "/metrics" })
        {
            using var response = await surface.GetAsync(path, ("Origin", "https://example.org"), ("X-Forwarded-For", "10.0.0.1"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Keys_FromAnywhereThroughAnything_Write()
    {
        await using var surface = await TestSurface.StartAsync(protection: TwoKeys);
        using var response = await surface.WriteAsync("POST", "/movies", "{}", headers:
            [("X-Api-Key", "first key"), ("Host", "movies.example.org"), ("Origin", "https://example.org"), ("X-Forwarded-For", "10.0.0.1")]);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("Forwarded", "for=10.0.0.1", "through a proxy")]
    [InlineData("X-Forwarded-For", "127.0.0.1", "through a proxy")]
    [InlineData("X-Forwarded-For", "", "through a proxy")]
    [InlineData("X-Real-IP", "10.0.0.1", "through a proxy")]
    [InlineData("Via", "1.1 proxy", "through a proxy")]
    [InlineData("Host", "movies.example.org", "no name of this machine")]
    [InlineData("Host", "10.0.0.1:8080", "no name of this machine")]
    [InlineData("Host", "localhost.example.org", "no name of this machine")]
    [InlineData("Host", "127.0.0.1.example.org", "no name of this machine")]
    [InlineData("Origin", "https://example.org", "another origin")]
    [InlineData("Origin", "http://localhost:1", "another origin")]
    [InlineData("Origin", "null", "another origin")]
    public async Task NoKeys_NotSurelyThisMachine_403TellsHowToConfigureThem(string header, string value, string why)
    {
        await using var surface = await TestSurface.StartAsync();
        foreach (var (method, path) in AllWrites)
        {
            using var response = await surface.WriteAsync(method, path, "{}", headers: (header, value));
            var problem = await RecordPostTests.ProblemAsync(response, 403, "write-protected");
            Assert.Contains(why, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Contains("--api-keys", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(0, surface.Writer.Commits + surface.Writer.Writes.Count);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1:80")]
    [InlineData("[::1]:8080")]
    public async Task NoKeys_ThisMachineByAnyName_Writes(string host)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/movies", "{}", headers: [("Host", host), ("Origin", "http://" + host)]);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.0.3", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:127.1.2.3", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.17.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData(null, false)]
    public void LocalRequest_Address_IsLoopbackOrNot(string? address, bool isLocal)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost");
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        Assert.Equal(isLocal, LocalRequest.WhyNot(context) is null);
    }

    [Fact]
    public void LocalRequest_NoHost_IsNotLocal()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        Assert.NotNull(LocalRequest.WhyNot(context));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://writer.example.org:8443/movies")]
    public async Task ReadOnly_AnyWrite_403SaysWhere(string? writer)
    {
        await using var surface = await TestSurface.StartAsync(
            loaded: false, new AccessPolicy { ReadOnly = true, WriterUrl = writer, Keys = TwoKeys.Keys });
        foreach (var (method, path) in AllWrites)
        {
            using var response = await surface.WriteAsync(method, path, "{}");
            var problem = await RecordPostTests.ProblemAsync(response, 403, "read-only");
            Assert.Contains(writer ?? "read-only replica", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(writer is not null, response.Headers.TryGetValues("Link", out var links));
            if (writer is not null)
                Assert.Equal($"<{writer}>; rel=\"edit\"", links!.Single());
        }
        Assert.Equal(0, surface.Writer.Commits + surface.Writer.Writes.Count);
    }

    [Fact]
    public async Task NoWriter_AnyWrite_IsReadOnly()
    {
        await using var surface = await TestSurface.StartAsync(hasWriter: false);
        foreach (var (method, path) in AllWrites)
        {
            using var response = await surface.WriteAsync(method, path, "{}");
            await RecordPostTests.ProblemAsync(response, 403, "read-only");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("writer")]
    [InlineData("/movies")]
    [InlineData("ftp://writer")]
    [InlineData("javascript:alert(1)")]
    public void WriterUrl_NoHttpUrl_IsRefused(string url) =>
        Assert.Throws<ArgumentException>(() => new AccessPolicy { WriterUrl = url });

    [Fact]
    public void WriterUrl_OddCharacters_CannotEndTheHeader()
    {
        var url = new AccessPolicy { WriterUrl = "https://w/a>b\"c\r\nX: y" }.WriterUrl!;
        Assert.Empty(url.Intersect("<>\"\r\n "));
    }

    [Fact]
    public void Keys_List_AreReadByNameAndHash()
    {
        var hash = Convert.ToHexString(SHA256.HashData("k"u8));
        var keys = ApiKey.ParseList($"alice:{hash}, bob-2.x_y:{hash.ToLowerInvariant()},");
        Assert.Equal(["alice", "bob-2.x_y"], keys.Select(key => key.Name));
        Assert.All(keys, key => Assert.True(key.Has(SHA256.HashData("k"u8))));
        Assert.All(keys, key => Assert.False(key.Has(SHA256.HashData("K"u8))));
        Assert.Empty(ApiKey.ParseList(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData(":0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("al ice:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("alice:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde")]
    [InlineData("alice:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefa")]
    [InlineData("alice:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")]
    [InlineData("alice:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Key_WrittenOtherwise_IsRefusedWithoutShowingIt(string text)
    {
        var fault = Assert.Throws<FormatException>(() => ApiKey.Parse(text));
        Assert.DoesNotContain("0123456789abcdef", fault.Message, StringComparison.Ordinal);
    }

    private static ApiKey Key(string name, string key) =>
        ApiKey.Parse($"{name}:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
}
