using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MovieGrains.Tests.Tls;

namespace MovieGrains.EndToEnd;

/// <summary>Keys, TLS and limits of the real process.</summary>
public sealed class SecurityTests
{
    private const string Movie = """{"title":"A Movie of Secrets","year":2026}""";

    [Fact]
    public async Task Tls_FilesReplaced_NewConnectionsSeeTheNewCertificate()
    {
        using var authority = new TestAuthority();
        using var drops = Drops();
        var first = authority.Write("server");
        await using var process = await StandaloneProcess.StartAsync(
            "--source", drops.Path, "--tls-certificate", authority.FileOf("server.pem"), "--tls-key", authority.FileOf("server.key"));
        Assert.StartsWith("https://", process.Client.BaseAddress!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(first, await ThumbprintAsync(process));

        using var client = ClientOf(process, authority);
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            foreach (var (target, status) in new[] { ("/movies?title=matrix", HttpStatusCode.OK), ("/movies?bad=1", HttpStatusCode.BadRequest) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, target) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
                using var response = await client.SendAsync(request);
                Assert.Equal(status, response.StatusCode);
                Assert.Equal("max-age=31536000", response.Headers.GetValues("Strict-Transport-Security").Single());
            }
        }

        var second = authority.Write("server");
        await process.UntilAsync(async () => await ThumbprintAsync(process) == second, "the new certificate");

        // A certificate that is broken, and one without its own key, change nothing.
        File.WriteAllText(authority.FileOf("server.pem"), "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n");
        await process.UntilAsync(() => Task.FromResult(process.Errors.Contains("stays in use", StringComparison.Ordinal)), "word of it");
        Assert.Equal(second, await ThumbprintAsync(process));
        using var again = ClientOf(process, authority);
        Assert.NotEmpty(await again.GetStringAsync("/movies"));
    }

    [Fact]
    public async Task Tls_OldProtocolPlainHttpOrAnUnknownAuthority_IsRefused()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var drops = Drops();
        authority.Write("server");
        await using var process = await StandaloneProcess.StartAsync(
            "--source", drops.Path, "--tls-certificate", authority.FileOf("server.pem"), "--tls-key", authority.FileOf("server.key"));
#pragma warning disable SYSLIB0039, CA5397 // That it is refused is what is tested.
        await Assert.ThrowsAnyAsync<Exception>(() => ThumbprintAsync(process, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        using var wrong = ClientOf(process, stranger);
        await Assert.ThrowsAsync<HttpRequestException>(() => wrong.GetStringAsync("/movies"));
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetStringAsync($"http://127.0.0.1:{process.Client.BaseAddress!.Port}/movies"));
    }

    [Theory]
    [InlineData("--tls-certificate", "{0}.pem")]
    [InlineData("--tls-key", "{0}.key")]
    [InlineData("--tls-certificate", "{0}.pem", "--tls-key", "{1}.key")]
    [InlineData("--tls-certificate", "{0}.pem", "--tls-key", "{0}.pem")]
    [InlineData("--tls-certificate", "/nowhere/x.pem", "--tls-key", "{0}.key")]
    [InlineData("--api-keys-file", "/nowhere/keys")]
    [InlineData("--api-keys-file", "{0}.pem")]
    [InlineData("--read-keys")]
    [InlineData("--rate-limit", "many")]
    public async Task Start_WithWhatCannotBeUsed_SaysWhyAndEnds(params string[] arguments)
    {
        using var authority = new TestAuthority();
        authority.Write("one");
        authority.Write("two");
        var given = arguments.Select(argument => argument
            .Replace("{0}", authority.FileOf("one"), StringComparison.Ordinal).Replace("{1}", authority.FileOf("two"), StringComparison.Ordinal));
        var (exitCode, _, errors) = await StandaloneProcess.RunAsync([.. given]);
        Assert.Equal(2, exitCode);
        Assert.Contains(arguments[0], errors, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", errors, StringComparison.Ordinal);
    }

    /// <summary>Given, exchanged and taken back without a restart; told in the audit log, without what was written.</summary>
    [Fact]
    public async Task Keys_OfAFile_AreExchangedWithoutARestart()
    {
        using var drops = Drops();
        using var folder = new DropFolder();
        var file = Path.Combine(folder.Path, "keys");
        folder.Drop("keys", $"{await LineAsync("alice", "old", "write")}\n{await LineAsync("auditor", "inside", "admin")}\nlate sha256:{Hash("late")}:write until=2001-01-01\n");
        await using var process = await StandaloneProcess.StartAsync("--source", drops.Path, "--api-keys-file", file);
        Assert.Equal(201, await PostAsync(process, "old"));
        Assert.Equal(401, await PostAsync(process, "new"));
        Assert.Equal(401, await PostAsync(process, "late"));
        Assert.Equal(401, await PostAsync(process, ""));
        Assert.Equal(403, await PostAsync(process, "inside"));

        folder.Drop("keys", $"alice sha256:{Hash("old")}:write\nalice sha256:{Hash("new")}:write\n");
        await process.UntilAsync(async () => await PostAsync(process, "new") == 200, "the new key");
        Assert.Equal(200, await PostAsync(process, "old"));
        folder.Drop("keys", $"alice sha256:{Hash("new")}:write\n");
        await process.UntilAsync(async () => await PostAsync(process, "old") == 401, "the end of the old key");
        folder.Drop("keys", "this is no key\n");
        await process.UntilAsync(() => Task.FromResult(process.Errors.Contains("Line 1", StringComparison.Ordinal)), "word of the broken file");
        Assert.Equal(200, await PostAsync(process, "new"));

        await process.UntilAsync(() => Task.FromResult(process.Errors.Contains("alice POST /movies 2026-", StringComparison.Ordinal)), "the audit log");
        Assert.Contains("(nobody known) POST /movies -: key-invalid (401)", process.Errors, StringComparison.Ordinal);
        Assert.Contains("auditor POST /movies -: scope-missing (403)", process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Secrets", process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Hash("new")[..8], process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RateLimit_Exceeded_Is429UntilRetryAfter()
    {
        using var drops = Drops();
        await using var process = await StandaloneProcess.StartAsync("--source", drops.Path, "--rate-limit", "5/86400");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var response = await process.Client.GetAsync("/movies");
            statuses.Add(response.StatusCode);
            Assert.Equal("\"address\";q=5;w=86400", response.Headers.GetValues("RateLimit-Policy").Single());
        }
        Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, 5).Append(HttpStatusCode.TooManyRequests), statuses);
        using var probe = await process.Client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    private static DropFolder Drops()
    {
        var drops = new DropFolder();
        drops.Drop("movies.json", """[{"title":"The Matrix","year":1999}]""");
        return drops;
    }

    private static async Task<string> LineAsync(string name, string key, string scopes)
    {
        var (exitCode, output, _) = await StandaloneProcess.RunAsync("key", name, scopes);
        Assert.Equal(0, exitCode);
        // Its own key is not known to the test, which puts another hash in its place.
        var line = output.Split('\n').Single(l => l.StartsWith("line: ", StringComparison.Ordinal)).Replace("line: ", "", StringComparison.Ordinal).Trim();
        var hash = line.Split(':')[1];
        return line.Replace(hash, Hash(key), StringComparison.Ordinal);
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static async Task<int> PostAsync(StandaloneProcess process, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/movies") { Content = new StringContent(Movie, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        using var response = await process.Client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static HttpClient ClientOf(StandaloneProcess process, TestAuthority authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority.Certificate);
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        return new HttpClient(handler) { BaseAddress = process.Client.BaseAddress };
    }

    private static async Task<string> ThumbprintAsync(StandaloneProcess process, SslProtocols protocols = SslProtocols.None)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, process.Client.BaseAddress!.Port);
#pragma warning disable CA5359 // Which certificate is shown is the question, not whether it is the right one.
        await using var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocols });
        return stream.RemoteCertificate!.GetCertHashString();
    }
}
