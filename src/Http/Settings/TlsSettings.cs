using MovieGrains.Http.Tls;

namespace MovieGrains.Http.Settings;

/// <summary>What can be set about TLS.</summary>
public static class TlsSettings
{
    /// <summary>The server's certificate.</summary>
    public static readonly Setting Certificate = new("tls-certificate", "FILE",
        "Serve HTTPS (TLS 1.2 and 1.3) in place of HTTP, with this certificate: PEM, those between it and its authority after it. Read "
        + "again when it changes. Default none.");

    /// <summary>Its key.</summary>
    public static readonly Setting Key = new("tls-key", "FILE", "The key of --tls-certificate: PEM, not encrypted.");

    /// <summary>A cluster member's certificate.</summary>
    public static readonly Setting ClusterCertificate = new("cluster-tls-certificate", "FILE",
        "Speak with other processes of the cluster by mutual TLS, with this certificate: PEM. Read again when it changes. Default none, "
        + "and then without TLS; the same in all of them.");

    /// <summary>Its key.</summary>
    public static readonly Setting ClusterKey = new("cluster-tls-key", "FILE", "The key of --cluster-tls-certificate: PEM, not encrypted.");

    /// <summary>Its authority.</summary>
    public static readonly Setting ClusterAuthority = new("cluster-tls-ca", "FILE",
        "The cluster's own authority: whoever shows a certificate that it signed belongs to the cluster. PEM.");

    /// <summary>Reads HTTPS; null when it is not asked for.</summary>
    public static ServerTls? ServerTls(this SettingReader reader) =>
        reader.Together([Certificate, Key], static files => new ServerTls(files[0], files[1]));

    /// <summary>Reads the cluster's TLS; null when it is not asked for.</summary>
    public static ClusterTls? ClusterTls(this SettingReader reader) =>
        reader.Together([ClusterCertificate, ClusterKey, ClusterAuthority], static files => new ClusterTls(files[0], files[1], files[2]));

    // A part of them is a mistake, and going on without TLS the worst answer to it.
    private static T? Together<T>(this SettingReader reader, Setting[] settings, Func<string[], T> open)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(reader);
        var given = settings.Select(reader.Find).OfType<GivenValue>().ToArray();
        if (given.Length == 0)
            return null;
        if (given.Length < settings.Length)
        {
            reader.FaultUnseen(given[0], $"these go together: {string.Join(", ", settings.Select(setting => "--" + setting.Name))}.");
            return null;
        }
        try
        {
            return open([.. given.Select(file => Path.GetFullPath(file.Value))]);
        }
        catch (FormatException fault)
        {
            reader.FaultUnseen(given[0], fault.Message);
            return null;
        }
    }
}
