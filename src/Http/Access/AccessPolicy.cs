using System.Net;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Throttling;

namespace MovieGrains.Http.Access;

/// <summary>Who may do what.</summary>
/// <remarks>
/// Without keys, only whoever is on this machine may write or see the inside: the default, so that a process that anybody can
/// reach is not one that anybody can change. Reading movies needs nothing, unless it is told otherwise.
/// </remarks>
public sealed class AccessPolicy
{
    private readonly string? _writerUrl;

    /// <summary>Keys that hold as long as the process runs. Default: none.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>More of them, read again whenever their file changes. Default: null, there is no file.</summary>
    public Watched<IReadOnlyList<ApiKey>>? KeysFile { get; init; }

    /// <summary>Whether reading movies needs a key with <see cref="Scopes.Read"/>. Default: no.</summary>
    public bool ReadsNeedKey { get; init; }

    /// <summary>How much whoever shows no key may ask, by address (of IPv6, by network of 64 bits). Default: null, as much as it likes.</summary>
    public RateLimit? PerAddress { get; init; }

    /// <summary>How much whoever shows a key may ask. Default: null, the same.</summary>
    public RateLimit? PerKey { get; init; }

    /// <summary>Networks of proxies that are believed about whom they speak for. Default: none. It decides about limits and about what
    /// is logged, never about who may do what.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Whether movies can't be changed here at all. Default: no. So it is too where no writer is registered.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Where writes are taken, told to those whose write is refused as <see cref="ReadOnly"/>. Default: null, nothing is told.</summary>
    /// <exception cref="ArgumentException">It is no absolute http or https URL.</exception>
    public string? WriterUrl
    {
        get => _writerUrl;
        init => _writerUrl = value is null ? null : Checked(value);
    }

    /// <summary>Whether keys decide. So they do with a file of keys in which there is none: then nobody may.</summary>
    public bool HasKeys => Keys.Count > 0 || KeysFile is not null;

    /// <summary>Says who may write, for the line with which a process says that it is ready.</summary>
    public string Describe()
    {
        if (ReadOnly)
            return "read-only";
        if (!HasKeys)
            return "no API keys, so only this machine may write";
        var count = Keys.Concat(KeysFile?.Value ?? []).Count(static key => key.Scopes.HasFlag(Scopes.Write));
        return count switch
        {
            0 => "no API key allows writing, so nobody may",
            1 => "whoever has the API key may write",
            _ => $"whoever has one of {count} API keys may write",
        };
    }

    /// <summary>The key that a text is; null when it is none.</summary>
    internal ApiKey? Find(ReadOnlySpan<char> key) => ShownKey.Find(key, Keys, KeysFile?.Value ?? []);

    private static string Checked(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.AbsoluteUri
            : throw new ArgumentException("The writer's URL must begin with http:// or https://.", nameof(url));
}
