using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using MovieGrains.Tests.Tls;

namespace MovieGrains.Cluster.Tests;

/// <summary>Real processes that know one another by certificates: who has the right one belongs, and nobody else does.</summary>
public sealed partial class MutualTlsTests
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    [Fact]
    public async Task Members_OfOneAuthority_AreACluster_AndNobodyElseIs()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        authority.Write("silo");
        authority.Write("api");
        authority.Write("expired", isExpired: true);
        stranger.Write("wrong");
        await using var silo = await ServerCommand.SiloAsync(Member(authority, authority.FileOf("silo")));
        var (siloPort, gatewayPort) = (PortOf(silo, "silo port"), PortOf(silo, "gateway port"));

        await using (var api = await ServerCommand.ApiAsync([.. Member(authority, authority.FileOf("api")), "--gateway-port", gatewayPort]))
        {
            await UntilWrittenAsync(api.Client);
        }

        foreach (var port in new[] { siloPort, gatewayPort })
        {
            Assert.True(await IsLetInAsync(port, authority, authority.Issue("right")));
            Assert.False(await IsLetInAsync(port, authority, certificate: null), "No certificate was enough.");
            Assert.False(await IsLetInAsync(port, authority, stranger.Issue("wrong")), "A stranger's certificate was enough.");
            Assert.False(await IsLetInAsync(port, authority, authority.Issue("late", isExpired: true)), "An expired certificate was enough.");
            Assert.False(await IsLetInAsync(port, authority, authority.Issue("server", usage: ServerUsage)), "A server's certificate was enough to connect.");
            await Assert.ThrowsAnyAsync<AuthenticationException>(() => IsLetInAsync(port, stranger, authority.Issue("right")));
        }

        foreach (var member in new[] { Member(authority, authority.FileOf("expired")), Member(stranger, stranger.FileOf("wrong")), [] })
        {
            await using var api = ServerCommand.BeginApi([.. member, "--gateway-port", gatewayPort]);
            await api.UntilLoggedAsync("The cluster can't be reached yet");
        }
    }

    [Fact]
    public async Task Certificate_OfASiloReplaced_IsShownToWhoeverConnectsNext()
    {
        using var authority = new TestAuthority();
        var first = authority.Write("silo");
        await using var silo = await ServerCommand.SiloAsync(Member(authority, authority.FileOf("silo")));
        var port = PortOf(silo, "gateway port");
        Assert.Equal(first, await ThumbprintAsync(port, authority));
        var second = authority.Write("silo");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await ThumbprintAsync(port, authority) != second)
            await timer.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Writes through the API, the silo and back. The first owner of a new cluster may need longer than a busy machine gives it.</summary>
    private static async Task UntilWrittenAsync(HttpClient api)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            using var body = new StringContent("""{"title":"The Matrix","year":1999}""", Encoding.UTF8, "application/json");
            using var response = await api.PostAsync("/movies", body, patience.Token);
            if (response.IsSuccessStatusCode)
                return;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static string[] Member(TestAuthority authority, string files) =>
        ["--cluster-tls-certificate", files + ".pem", "--cluster-tls-key", files + ".key", "--cluster-tls-ca", authority.AuthorityFile];

    private static string PortOf(ServerCommand silo, string which) =>
        Port().Matches(silo.ReadyLine).Single(match => match.Groups["which"].Value == which).Groups["port"].Value;

    /// <summary>Whether a silo goes on talking after the handshake: with TLS 1.3 a client is refused only after it has ended for it.</summary>
    private static async Task<bool> IsLetInAsync(string port, TestAuthority trusted, X509Certificate2? certificate)
    {
        using (certificate)
        {
            await using var stream = await ConnectAsync(port);
            await stream.AuthenticateAsClientAsync(Options(trusted, certificate));
            try
            {
                // A silo that has let somebody in says who it is, or waits to be told who they are.
                using var wait = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                return await stream.ReadAsync(new byte[1], wait.Token) > 0;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    private static async Task<string> ThumbprintAsync(string port, TestAuthority authority)
    {
        using var certificate = authority.Issue("looker");
        await using var stream = await ConnectAsync(port);
        await stream.AuthenticateAsClientAsync(Options(authority, certificate));
        return stream.RemoteCertificate!.GetCertHashString();
    }

    private static async Task<SslStream> ConnectAsync(string port)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
        return new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
    }

    private static SslClientAuthenticationOptions Options(TestAuthority trusted, X509Certificate2? certificate)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(trusted.Certificate);
        return new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = policy,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
        };
    }

    [GeneratedRegex("(?<which>silo port|gateway port) (?<port>[0-9]+)", RegexOptions.None, 1000)]
    private static partial Regex Port();
}
