using MovieGrains.Catalog.Durability;

namespace MovieGrains.Grains.Storage;

/// <summary>Reads a record back: the chunks, then the commits that they don't have.</summary>
/// <remarks>Whoever had the record before may still be writing. A row that is not the one which the head means shows that the head is no
/// longer the newest; then all is read again.</remarks>
internal sealed class RecordReading(KnownRows rows, int parallel)
{
    /// <summary>How often may a record change while it is read? Each time takes its writer a checkpoint.</summary>
    private const int Attempts = 10;

    /// <returns>The head; null when there is none.</returns>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public async ValueTask<RecordHead?> ReadAsync(Func<ICatalogRestore> begin, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            rows.Forget();
            if (await rows.ReadAsync(RecordRow.Head, cancellationToken) is not { } bytes)
                return null;
            var head = RecordHead.Read(bytes);
            var restore = begin();
            var wrong = await ReadChunksAsync(head, restore, cancellationToken) ?? await ReadLogAsync(head, restore, cancellationToken);
            if (wrong is null)
            {
                // Not on the pool's threads, for which whoever reads waits: it indexes all that there is.
                await Task.Factory.StartNew(restore.Finish, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                return head;
            }
            if (attempt == Attempts)
                throw new InvalidDataException($"The row '{wrong}' of a record is not the one that its head names.");
        }
    }

    /// <returns>The name of a row that is not the one meant; null when all are.</returns>
    private async ValueTask<string?> ReadChunksAsync(RecordHead head, ICatalogRestore restore, CancellationToken cancellationToken)
    {
        restore.BeginImage(head.Checkpoint);
        var places = Enumerable.Range(0, head.Chunks.Length).Where(i => head.Chunks[i].Slot != ChunkSlot.None).ToArray();
        return await ReadEachAsync(
            places,
            i => RecordRow.ChunkName(i, head.Chunks[i].Slot),
            i => new RecordRow(head.Chunks.Length, i, head.Chunks[i].Commit),
            content =>
            {
                restore.BeginRun();
                Read(restore, content.Span);
            },
            cancellationToken);
    }

    private async ValueTask<string?> ReadLogAsync(RecordHead head, ICatalogRestore restore, CancellationToken cancellationToken)
    {
        foreach (var group in head.Log)
        {
            var pieces = new List<ReadOnlyMemory<byte>>();
            var wrong = await ReadEachAsync(
                Enumerable.Range(0, group.Rows.Length).ToArray(),
                i => RecordRow.LogName(group.Rows[i]),
                i => new RecordRow(group.First, group.Last, i),
                pieces.Add,
                cancellationToken);
            if (wrong is not null)
                return wrong;
            Read(restore, LogPieces.Join(pieces), head.Checkpoint);
        }
        Read(restore, head.Inline, head.Checkpoint);
        return null;
    }

    /// <summary>Reads rows, some at the same time, and takes them in their order.</summary>
    private async ValueTask<string?> ReadEachAsync(
        int[] places, Func<int, string> nameOf, Func<int, RecordRow> rowOf, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        foreach (var some in places.Chunk(parallel))
        {
            var read = await Task.WhenAll(some.Select(i => rows.ReadAsync(nameOf(i), cancellationToken).AsTask()));
            for (var i = 0; i < some.Length; i++)
            {
                if (rowOf(some[i]).Find(read[i]) is not { } content)
                    return nameOf(some[i]);
                take(content);
            }
        }
        return null;
    }

    private static void Read(ICatalogRestore restore, IEnumerable<LogCommit> commits, long checkpoint)
    {
        // A group of commits is kept as a whole as long as one of them is needed.
        foreach (var commit in commits.Where(commit => commit.Number > checkpoint))
        {
            restore.BeginCommit(commit.Number);
            Read(restore, commit.Items);
        }
    }

    private static void Read(ICatalogRestore restore, ReadOnlySpan<byte> run)
    {
        while (ItemRun.TryRead(ref run, out var item))
            restore.Read(item);
    }
}
