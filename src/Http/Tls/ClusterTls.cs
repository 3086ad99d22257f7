using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MovieGrains.Http.Hosting;

namespace MovieGrains.Http.Tls;

/// <summary>Who belongs to a cluster: whoever has a certificate of its authority. Each side of a connection shows one.</summary>
/// <remarks>
/// The authority is the cluster's own and signs for nothing else, so that its signature alone says that somebody belongs. Names in
/// certificates are not looked at: processes come and go under addresses that nobody knows beforehand. Certificates with extended key usages
/// must have the one for the side that shows them: server for who is connected to, client for who connects.
/// </remarks>
/// <param name="certificate">The file of this process's certificate.</param>
/// <param name="key">The file of its key.</param>
/// <param name="authority">The file of the authority's certificates: of two, while one takes the other's place.</param>
/// <exception cref="FormatException">They can't be used; the message says why.</exception>
public sealed class ClusterTls(string certificate, string key, string authority)
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private readonly Watched<Member> _member = new([certificate, key, authority], static files => Read(files));

    /// <summary>The files.</summary>
    public Watched Files => _member;

    /// <summary>How to answer one who connects.</summary>
    internal SslServerAuthenticationOptions AsServer()
    {
        var member = _member.Value;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = member.Identity.Context,
            EnabledSslProtocols = ServerTls.Protocols,
            ClientCertificateRequired = true,
            CertificateChainPolicy = Policy(member, ClientUsage),
            RemoteCertificateValidationCallback = static (_, _, _, errors) => errors == SslPolicyErrors.None,
        };
    }

    /// <summary>How to connect to another.</summary>
    internal SslClientAuthenticationOptions AsClient(EndPoint? other)
    {
        var member = _member.Value;
        return new SslClientAuthenticationOptions
        {
            TargetHost = (other as IPEndPoint)?.Address.ToString() ?? "",
            ClientCertificateContext = member.Identity.Context,
            EnabledSslProtocols = ServerTls.Protocols,
            CertificateChainPolicy = Policy(member, ServerUsage),
            RemoteCertificateValidationCallback = static (_, _, _, errors) =>
                errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateNameMismatch,
        };
    }

    private static X509ChainPolicy Policy(Member member, string usage)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // The authority publishes no lists: a certificate is taken back by letting it end soon, or by another authority.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(member.Authorities);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }

    private static Member Read(IReadOnlyList<byte[]> files)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Encoding.UTF8.GetString(files[2]));
        }
        catch (CryptographicException fault)
        {
            throw new FormatException("The authority's certificate is not PEM: " + fault.Message.ReplaceLineEndings(" "), fault);
        }
        if (authorities.Count == 0)
            throw new FormatException("There is no certificate in the authority's file.");
        return new Member(TlsIdentity.Read(files[0], files[1]), authorities);
    }

    private sealed record Member(TlsIdentity Identity, X509Certificate2Collection Authorities);
}
