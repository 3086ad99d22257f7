using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MovieGrains.Http.Tls;

/// <summary>A certificate with its key and the certificates between it and its authority: who a process is.</summary>
public sealed class TlsIdentity
{
    private TlsIdentity(X509Certificate2 certificate, X509Certificate2Collection between)
    {
        Certificate = certificate;
        // Offline: nothing is fetched from where a certificate says that others are.
        Context = SslStreamCertificateContext.Create(certificate, between, offline: true);
    }

    /// <summary>What is shown to the other side.</summary>
    internal SslStreamCertificateContext Context { get; }

    /// <summary>The certificate itself.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>Reads PEM: the certificate first and those between after it, and a key that is not encrypted.</summary>
    /// <exception cref="FormatException">They can't be used; the message says why and repeats nothing of them.</exception>
    internal static TlsIdentity Read(ReadOnlySpan<byte> certificates, ReadOnlySpan<byte> key)
    {
        var pem = Encoding.UTF8.GetString(certificates);
        try
        {
            // A key of another certificate is refused here.
            var certificate = X509Certificate2.CreateFromPem(pem, Encoding.UTF8.GetString(key));
            var between = new X509Certificate2Collection();
            between.ImportFromPem(pem);
            between.RemoveAt(0);
            return new TlsIdentity(certificate, between);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new FormatException("There is no certificate in PEM with its own, unencrypted key: " + fault.Message.ReplaceLineEndings(" "), fault);
        }
    }
}
