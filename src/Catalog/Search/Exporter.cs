using System.Buffers;
using System.Runtime.CompilerServices;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search;

/// <summary>Writes the whole result of a query from one snapshot, page after page: each page begins where the cursor of the
/// one before stands, so that nothing has to be kept between them.</summary>
internal static class Exporter
{
    /// <summary>How many movies are written at a time? Enough that searching again for each page costs little beside
    /// copying, few enough (some 700 kB) to stay a bounded chunk.</summary>
    internal const int PageSize = 1000;

    /// <summary>The chunks; each holds until the next is asked for.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(
        Snapshot snapshot, Query query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new ArrayBufferWriter<byte>(1 << 16);
        var page = query with { Page = 1, PageSize = PageSize, After = null, Facets = [] };
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunk.ResetWrittenCount();
            var next = SnapshotSearch.Lines(snapshot, page, chunk);
            if (chunk.WrittenCount > 0)
                yield return chunk.WrittenMemory;
            if (next is null)
                yield break;
            page = page with { After = next };
            // A large export must not keep a thread from those who ask small questions.
            await Task.Yield();
        }
    }
}
