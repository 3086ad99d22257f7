namespace MovieGrains.Http.Writes;

/// <summary>Who may write.</summary>
/// <remarks>
/// Without keys, only whoever is on this machine may: the default, so that a process that anybody can reach is not one that
/// anybody can change. Reading needs nothing either way.
/// </remarks>
public sealed class WriteProtection
{
    private readonly string? _writerUrl;

    /// <summary>The keys of which every write must show one. Default: none, and then writes are taken from this machine alone.</summary>
    public IReadOnlyList<WriteKey> Keys { get; init; } = [];

    /// <summary>Whether movies can't be changed here at all. Default: no. So it is too where no writer is registered.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Where writes are taken, told to those whose write is refused as <see cref="ReadOnly"/>. Default: null, nothing is told.</summary>
    /// <exception cref="ArgumentException">It is no absolute http or https URL.</exception>
    public string? WriterUrl
    {
        get => _writerUrl;
        init => _writerUrl = value is null ? null : Checked(value);
    }

    /// <summary>Says who may write, for the line with which a process says that it is ready.</summary>
    public string Describe()
    {
        if (ReadOnly)
            return "read-only";
        return Keys.Count == 0
            ? "no API keys, so only this machine may write"
            : $"whoever has {(Keys.Count == 1 ? "the API key" : $"one of {Keys.Count} API keys")} may write";
    }

    private static string Checked(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.AbsoluteUri
            : throw new ArgumentException("The writer's URL must begin with http:// or https://.", nameof(url));
}
