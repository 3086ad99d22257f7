using System.Collections.Immutable;
using MovieGrains.Catalog.Durability;

namespace MovieGrains.Grains.Storage;

/// <summary>Writes the chunks that are out of date, each into that of its two rows which the head does not name.</summary>
internal sealed class Checkpoint(RecordLog log, ICatalogImage image)
{
    /// <summary>How many chunks are in memory at a time? Each costs a look at all movies, so not one by one.</summary>
    private const int AtOnce = 64;

    /// <summary>Writes them; the head is yet to name them.</summary>
    /// <returns>Where all chunks are.</returns>
    public async ValueTask<ImmutableArray<ChunkPlace>> WriteAsync(CancellationToken cancellationToken)
    {
        var now = log.Head.Chunks;
        if (await TryWriteAsync(now, Places(now.Length).Where(i => now[i].IsOutOfDate), cancellationToken) is { } written)
            return written;
        var more = ChunkCount.For(image, log.Options.RowBytes, now.Length);
        var grown = Places(more).Select(i => i < now.Length ? now[i] : default).ToImmutableArray();
        return await TryWriteAsync(grown, Places(more), cancellationToken)
            ?? throw new InvalidOperationException("As many chunks as are needed are enough.");
    }

    /// <returns>Null when there have to be more chunks.</returns>
    private async ValueTask<ImmutableArray<ChunkPlace>?> TryWriteAsync(
        ImmutableArray<ChunkPlace> chunks, IEnumerable<int> stale, CancellationToken cancellationToken)
    {
        var written = chunks.ToBuilder();
        int[] all = [.. stale];
        await log.ClaimAsync([.. all.Select(i => RecordRow.ChunkName(i, chunks[i].Other))], cancellationToken);
        foreach (var some in all.Chunk(AtOnce))
        {
            var runs = some.ToDictionary(static i => i, static _ => new ItemRun());
            image.WriteTo(key => runs.GetValueOrDefault((int)(key & (ulong)(chunks.Length - 1))));
            if (runs.Values.Any(run => run.Length > log.Options.RowBytes)
                && ChunkCount.For(image, log.Options.RowBytes, chunks.Length) > chunks.Length)
                return null;
            foreach (var (i, run) in runs)
                written[i] = new ChunkPlace(run.Length == 0 ? ChunkSlot.None : chunks[i].Other, image.Number, run.Length, 0);
            await Parallel.ForEachAsync(runs.Where(static run => run.Value.Length > 0), log.InParallel(cancellationToken), async (run, _) =>
                await log.Rows.WriteAsync(
                    RecordRow.ChunkName(run.Key, chunks[run.Key].Other),
                    new RecordRow(chunks.Length, run.Key, image.Number).ToBytes(run.Value.Written)));
        }
        return written.ToImmutable();
    }

    private static IEnumerable<int> Places(int count) => Enumerable.Range(0, count);
}
