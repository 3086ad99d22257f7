using System.Net;
using System.Text;

namespace MovieGrains.Http.Tests.Writes;

/// <summary>A body sent in chunks, of no length that is told beforehand; something may be awaited before each.</summary>
internal sealed class PiecesContent(IEnumerable<string> pieces, Func<int, Task>? before = null) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var index = 0;
        foreach (var piece in pieces)
        {
            if (before is not null)
                await before(index++);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(piece));
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
