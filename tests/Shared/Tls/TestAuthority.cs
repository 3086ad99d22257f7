using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MovieGrains.Tests.Tls;

/// <summary>A certificate authority of a test's own, and the files of those that it certifies; all gone after the test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Long = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), Ever = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Past = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _folder = Directory.CreateTempSubdirectory("moviegrains-tls-").FullName;
    private byte _serial;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        Certificate = request.CreateSelfSigned(Long, Ever);
        File.WriteAllText(AuthorityFile, Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    /// <summary>The name of a file in a folder of this authority's.</summary>
    public string FileOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a certificate and its key, in place of those of the same name.</summary>
    /// <returns>The certificate's thumbprint.</returns>
    public string Write(string name, bool isExpired = false, string? usage = null)
    {
        using var certificate = Issue(name, isExpired, usage);
        Replace(FileOf(name + ".pem"), certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        Replace(FileOf(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }

    /// <summary>A certificate for this machine, with its key.</summary>
    public X509Certificate2 Issue(string name, bool isExpired = false, string? usage = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        using var signed = request.Create(Certificate, Long, isExpired ? Past : Ever, [1, ++_serial]);
        using var whole = signed.CopyWithPrivateKey(key);
        // Handed over as from a file: some platforms show no key that is only in memory.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Replace(string path, string content)
    {
        File.WriteAllText(path + ".next", content);
        File.Move(path + ".next", path, overwrite: true);
    }
}
