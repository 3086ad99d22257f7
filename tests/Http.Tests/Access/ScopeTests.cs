using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Access;
using MovieGrains.Http.Tests.Writes;

namespace MovieGrains.Http.Tests.Access;

public sealed class ScopeTests
{
    private static readonly AccessPolicy Policy = new()
    {
        Keys =
        [
            Key("reader", Scopes.Read), Key("writer", Scopes.Write), Key("loader", Scopes.Ingest), Key("boss", Scopes.Admin),
            Key("all", Scopes.Read | Scopes.Write | Scopes.Ingest | Scopes.Admin),
        ],
    };

    private static readonly AccessPolicy Guarded = new() { Keys = Policy.Keys, ReadsNeedKey = true };

    // From elsewhere: a request of the machine's own may see the inside without a key.
    private static readonly (string, string) Elsewhere = ("X-Forwarded-For", "192.0.2.1");

    public static TheoryData<string, string, string> Needs => new()
    {
        { "POST", "/movies", "write" }, { "PUT", "/movies/1999-abc", "write" }, { "PATCH", "/movies/1999-abc", "write" },
        { "DELETE", "/movies/1999-abc", "write" }, { "POST", "/films", "write" }, { "POST", "/movie", "write" },
        { "POST", "/ingest/notifications", "ingest" }, { "POST", "/notify", "ingest" },
        { "GET", "/ingest/files", "admin" }, { "HEAD", "/ingest/files", "admin" }, { "GET", "/ingest/files/1", "admin" },
        { "GET", "/cluster", "admin" }, { "GET", "/movies/1999-abc/sources", "read" },
        { "GET", "/movies", "read" }, { "HEAD", "/movies", "read" }, { "GET", "/movies/1999-abc", "read" }, { "GET", "/genres", "read" },
        { "GET", "/export", "read" }, { "GET", "/title/x", "read" }, { "GET", "/", "read" },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task Key_OfEachScope_IsLetInWhereItsScopeIsNeeded(string method, string path, string scope)
    {
        await using var surface = await TestSurface.StartAsync(protection: Guarded);
        foreach (var key in Guarded.Keys)
        {
            using var response = await SendAsync(surface, method, path, ("X-Api-Key", key.Name));
            if (ScopesText.Of(key.Scopes).Split(',').Contains(scope))
            {
                Assert.DoesNotContain(response.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
                continue;
            }
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal($"Bearer realm=\"MovieGrains\", error=\"insufficient_scope\", scope=\"{scope}\"", SurfaceTests.Header(response, "WWW-Authenticate"));
            if (method != "HEAD")
                await RecordPostTests.ProblemAsync(response, 403, "scope-missing");
        }
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task Key_MissingWrongOrExpired_Is401(string method, string path, string scope)
    {
        var ended = ApiKey.Of("ended", ApiKey.Hash("ended"), Scopes.Read | Scopes.Write | Scopes.Ingest | Scopes.Admin, DateTimeOffset.UnixEpoch);
        await using var surface = await TestSurface.StartAsync(
            protection: new AccessPolicy { Keys = [.. Policy.Keys, ended], ReadsNeedKey = true });
        Assert.NotEmpty(scope);
        foreach (var (key, kind) in new[] { ("", "key-required"), ("wrong", "key-invalid"), ("ended", "key-expired") })
        {
            using var response = await SendAsync(surface, method, path, ("X-Api-Key", key));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            // A browser asks for a password where that will do: for reading, and for nothing that changes anything.
            var challenge = SurfaceTests.Header(response, "WWW-Authenticate");
            Assert.Contains("Bearer realm=\"MovieGrains\"", challenge, StringComparison.Ordinal);
            Assert.Equal(method is "GET" or "HEAD", challenge.StartsWith("Basic realm=\"MovieGrains\", charset=\"UTF-8\"", StringComparison.Ordinal));
            if (method != "HEAD")
                await RecordPostTests.ProblemAsync(response, 401, kind);
        }
        Assert.Equal(0, surface.Writer.Commits + surface.Writer.Writes.Count);
    }

    [Fact]
    public async Task Reading_WithoutTheOption_NeedsNoKey()
    {
        await using var surface = await TestSurface.StartAsync(protection: Policy);
        foreach (var path in new[] { "/movies", "/genres", "/export", "/", "/docs/index.html", "/openapi/v1.json", "/livez", "/metrics" })
        {
            using var response = await surface.GetAsync(path, Elsewhere, ("X-Api-Key", "wrong"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Probes_WithTheOption_NeedNoKey()
    {
        await using var surface = await TestSurface.StartAsync(protection: Guarded);
        foreach (var path in new[] { "/livez", "/readyz", "/metrics", "/openapi/v1.json", "/docs/index.html" })
        {
            using var response = await surface.GetAsync(path, Elsewhere);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    /// <summary>As browsers show it. Not for writing: a browser sends it with whatever any page makes it send.</summary>
    [Fact]
    public async Task Key_AsPassword_IsForReadingAlone()
    {
        await using var surface = await TestSurface.StartAsync(protection: Guarded);
        var basic = ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:all")));
        foreach (var path in new[] { "/movies", "/ingest/files" })
        {
            using var response = await SendAsync(surface, "GET", path, basic);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        using var write = await SendAsync(surface, "POST", "/movies", basic);
        await RecordPostTests.ProblemAsync(write, 401, "key-required");
    }

    [Fact]
    public async Task Inside_WithoutKeys_IsForThisMachineAlone()
    {
        await using var surface = await TestSurface.StartAsync();
        using var own = await surface.GetAsync("/ingest/files");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var other = await surface.GetAsync("/ingest/files", Elsewhere, ("X-Api-Key", "boss"));
        await RecordPostTests.ProblemAsync(other, 403, "operators-only");
    }

    [Fact]
    public async Task KeysFile_Rotated_CountsFromTheNextLookOn()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(path, Line("old"));
            var file = new Hosting.Watched<IReadOnlyList<ApiKey>>([path], static files => KeysFile.Read(files[0]));
            await using var surface = await TestSurface.StartAsync(
                protection: new AccessPolicy { KeysFile = file },
                add: services => services.AddSingleton<Hosting.Watched>(file));
            await ExpectAsync(surface, 201, 401);
            File.WriteAllText(path, Line("old") + Line("new"));
            Assert.True(file.Refresh().Changed);
            await ExpectAsync(surface, 201, 201);
            File.WriteAllText(path, Line("new"));
            Assert.True(file.Refresh().Changed);
            await ExpectAsync(surface, 401, 201);
            File.WriteAllText(path, "broken");
            Assert.NotNull(file.Refresh().Fault);
            await ExpectAsync(surface, 401, 201);
            File.WriteAllText(path, "# nobody");
            Assert.Null(file.Refresh().Fault);
            await ExpectAsync(surface, 401, 401);
        }
        finally
        {
            File.Delete(path);
        }
        static string Line(string key) => KeysFile.Line(key, ApiKey.Hash(key), Scopes.Write) + "\n";
    }

    private static async Task ExpectAsync(TestSurface surface, int old, int next)
    {
        foreach (var (key, status) in new[] { ("old", old), ("new", next) })
        {
            using var response = await SendAsync(surface, "POST", "/movies", ("X-Api-Key", key));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(TestSurface surface, string method, string path, (string, string) header) =>
        surface.WriteAsync(method, path, method is "GET" or "HEAD" ? null : TestSurface.Bytes("{}", "application/json"), header, Elsewhere);

    private static ApiKey Key(string name, Scopes scopes) => ApiKey.Of(name, ApiKey.Hash(name), scopes, until: null);
}
