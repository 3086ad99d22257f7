using System.Globalization;
using System.Text;

namespace MovieGrains.Tests.S3;

/// <summary>Reads one HTTP/1.1 request after another; bodies have a length.</summary>
internal sealed class RequestReader(Stream stream)
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    private readonly byte[] _block = new byte[1 << 16];
    private readonly List<byte> _pending = [];

    /// <summary>The next request; null when there is none.</summary>
    public async Task<ProxyRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending).IndexOf(HeadEnd)) < 0)
        {
            if (!await FillAsync(cancellationToken))
                return null;
        }
        var lines = Encoding.Latin1.GetString(Take(end + HeadEnd.Length)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines[1..].Select(static line => line.Split(':', 2)).Select(static pair => (pair[0], pair[1].Trim())).ToList();
        var request = new ProxyRequest(first[0], first[1], headers, []);
        var length = int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (_pending.Count < length)
        {
            if (!await FillAsync(cancellationToken))
                return null;
        }
        return request with { Body = Take(length) };
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(_block, cancellationToken);
        _pending.AddRange(_block.AsSpan(0, read));
        return read > 0;
    }

    private byte[] Take(int count)
    {
        var taken = _pending[..count].ToArray();
        _pending.RemoveRange(0, count);
        return taken;
    }
}
