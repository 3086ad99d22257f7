using MovieGrains.Http.Answers;

namespace MovieGrains.Http.Page;

/// <summary>One of the page's files: its bytes as they are, and content-coded once for all requests.</summary>
/// <param name="name">Its path within the page.</param>
/// <param name="bytes">Its bytes.</param>
internal sealed class PageFile(string name, byte[] bytes)
{
    // Coded when first asked for: a start waits for none of it.
    private readonly Lazy<byte[]> _gzip = new(() => Coded(ContentCoding.Gzip, bytes));
    private readonly Lazy<byte[]> _brotli = new(() => Coded(ContentCoding.Brotli, bytes));

    /// <summary>Its path within the page.</summary>
    public string Name => name;

    /// <summary>Its bytes, not coded.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Its media type; null when it is not meant to be asked for.</summary>
    public string? ContentType { get; } = Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };

    /// <summary>Its bytes as they are sent.</summary>
    public byte[] In(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => _gzip.Value,
        ContentCoding.Brotli => _brotli.Value,
        _ => bytes,
    };

    private static byte[] Coded(ContentCoding coding, byte[] bytes)
    {
        var into = new PooledBuffer();
        BodyCoder.CodeOnce(coding, bytes, into);
        var coded = into.Written.ToArray();
        into.Release();
        return coded;
    }
}
