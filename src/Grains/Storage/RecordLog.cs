using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Grains.Storage;

/// <summary>A store's record in rows: a head, chunks of what there was at some commit, and the log of the commits since.</summary>
/// <remarks>
/// <para>Writing the head, by compare-and-set, is what makes a commit; rows that the head does not name don't exist. So whatever ends the
/// process in between leaves the record as it was, or with the commit.</para>
/// <para>Of two processes that both take a record for theirs, the one whose head is written first keeps it; the other finds another tag,
/// and is lost: it accepts nothing more. So that the other can't overwrite a row that the first one's head names, no row is
/// written unless its tag was read first and the head was written after that (see <see cref="ClaimAsync"/>): a head that names the row
/// is either older, and then it is known, or newer than the tag, and then the row's tag is another.</para>
/// <para>Appends come one at a time, checkpoints one at a time beside them.</para>
/// </remarks>
public sealed class RecordLog : ICommitLog, IDisposable
{
    private readonly RecordOptions options;
    private readonly long writer;
    private readonly Action<long, byte[]>? onDurable;
    private readonly Action? onLost;
    private readonly SemaphoreSlim gate = new(1, 1); // Held by whoever changes the head.
    private volatile RecordHead head;
    private volatile RecordLostException? lost;

    /// <summary>A record that has not been read yet.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="options">How it is laid out.</param>
    /// <param name="random">Tells epochs and writers apart.</param>
    /// <param name="onDurable">Told of each commit that is durable: its number and its items, which are not to be changed.</param>
    /// <param name="onLost">Told when nothing can be written any more; on any thread.</param>
    public RecordLog(
        IRowStorage rows, RecordOptions options, Random random, Action<long, byte[]>? onDurable = null, Action? onLost = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        (this.options, this.onDurable, this.onLost) = (options, onDurable, onLost);
        Rows = new KnownRows(rows);
        writer = random.NextInt64();
        head = new RecordHead { Epoch = random.NextInt64(1, long.MaxValue), Writer = writer };
    }

    /// <summary>Tells this record from another that took its place.</summary>
    public long Epoch => head.Epoch;

    /// <summary>The last durable commit; 0 when there is none.</summary>
    public long Number => head.Number;

    /// <summary>Whether nothing can be written any more.</summary>
    public bool IsLost => lost is not null;

    /// <summary>Whether there is so much log that the chunks should be brought up to date.</summary>
    public bool IsCheckpointDue => lost is null && head.LogBytes > Math.Max(options.LogBytes, head.ChunkBytes / 2);

    /// <summary>The head as it was last written or read.</summary>
    internal RecordHead Head => head;

    internal RecordOptions Options => options;

    internal KnownRows Rows { get; }

    /// <summary>Reads the record into a store that is empty; before anything is appended.</summary>
    /// <param name="begin">Begins to restore the store; anew when the record has changed while it was read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public async ValueTask LoadAsync(Func<ICatalogRestore> begin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(begin);
        if (await new RecordReading(Rows, options.Parallel).ReadAsync(begin, cancellationToken) is { } found)
            head = found with { Writer = writer, Write = 0 };
    }

    /// <inheritdoc/>
    /// <exception cref="RecordLostException">The record is to be read again; the commit may be in it.</exception>
    public async ValueTask AppendAsync(ICommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var run = new ItemRun();
        commit.WriteTo(run);
        var items = run.Written.ToArray();
        await gate.WaitAsync(cancellationToken);
        try
        {
            ThrowIfLost();
            if (commit.Number != head.Number + 1)
                throw new InvalidOperationException($"Commit {commit.Number} does not follow {head.Number}.");
            var next = head with
            {
                Number = commit.Number,
                Chunks = Touch(head.Chunks, commit),
                Inline = head.Inline.Add(new LogCommit(commit.Number, items)),
            };
            await WriteHeadAsync(next.InlineBytes > options.InlineBytes ? await SpillAsync(next) : next);
        }
        finally
        {
            gate.Release();
        }
        onDurable?.Invoke(commit.Number, items);
    }

    /// <summary>Brings the chunks up to date with an image, so that the log before it is no longer needed. Commits may be appended
    /// meanwhile.</summary>
    /// <param name="image">Has at least what the chunks have.</param>
    /// <param name="cancellationToken">Ends it between two rows; nothing has changed then.</param>
    public async ValueTask CheckpointAsync(ICatalogImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ThrowIfLost();
        try
        {
            var chunks = await new Checkpoint(this, image).WriteAsync(cancellationToken);
            await ChangeHeadAsync(head => head with
            {
                Checkpoint = image.Number,
                Chunks = Placed(head.Chunks, chunks),
                Log = [.. head.Log.Where(group => group.Last > image.Number)],
                Inline = [.. head.Inline.Where(commit => commit.Number > image.Number)],
            });
        }
        catch (RowConflictException conflict)
        {
            throw Lose(conflict);
        }
    }

    /// <summary>Makes sure that nobody else has written the record.</summary>
    /// <exception cref="RecordLostException">Somebody has.</exception>
    public async ValueTask VerifyAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            ThrowIfLost();
            if (!await Rows.IsAsKnownAsync(RecordRow.Head, cancellationToken))
                throw Lose(new RowConflictException(RecordRow.Head));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>Makes rows fit to be written that no head names: reads those that are not known, and writes the head after that, which
    /// fails if somebody else has the record.</summary>
    internal async ValueTask ClaimAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (await LookAsync(names, cancellationToken))
            await ChangeHeadAsync(static head => head);
    }

    private void ThrowIfLost()
    {
        if (lost is { } why)
            throw new RecordLostException(why);
    }

    private RecordLostException Lose(Exception why)
    {
        lost ??= why as RecordLostException ?? new RecordLostException(why);
        onLost?.Invoke();
        return lost;
    }

    private async ValueTask ChangeHeadAsync(Func<RecordHead, RecordHead> change)
    {
        await gate.WaitAsync();
        try
        {
            ThrowIfLost();
            await WriteHeadAsync(change(head));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Commits a head. While the gate is held.</summary>
    private async ValueTask WriteHeadAsync(RecordHead next)
    {
        next = next with { Writer = writer, Write = head.Write + 1 };
        try
        {
            await Rows.WriteHeadAsync(next.ToBytes());
        }
        catch (Exception failure)
        {
            // A conflict: somebody else has the record. Anything else: nobody knows what the head names now.
            throw Lose(failure);
        }
        head = next;
    }

    /// <summary>Writes the commits that wait in the head to rows of the log.</summary>
    /// <exception cref="WriteRefusedException">That failed; the head is as it was.</exception>
    private async ValueTask<RecordHead> SpillAsync(RecordHead next)
    {
        try
        {
            var pieces = LogPieces.Cut(next.Inline, options.RowBytes);
            var group = LogPieces.GroupOf(next, pieces);
            var names = group.Rows.Select(static row => RecordRow.LogName(row)).ToArray();
            if (await LookAsync(names, CancellationToken.None))
                await WriteHeadAsync(head);
            await Parallel.ForAsync(0, pieces.Count, InParallel(CancellationToken.None), async (piece, _) =>
                await Rows.WriteAsync(names[piece], new RecordRow(group.First, group.Last, piece).ToBytes(pieces[piece].Span)));
            return next with { Log = next.Log.Add(group), Inline = [] };
        }
        catch (RowConflictException conflict)
        {
            throw Lose(conflict);
        }
        catch (Exception failure) when (failure is not RecordLostException)
        {
            throw new WriteRefusedException(WriteRefusal.StorageFailed, "The storage failed before the commit.", failure);
        }
    }

    /// <summary>Reads those of the rows that are not claimed.</summary>
    /// <returns>Whether there were any.</returns>
    private async ValueTask<bool> LookAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var unknown = names.Where(name => !Rows.IsClaimed(name)).ToArray();
        await Parallel.ForEachAsync(unknown, InParallel(cancellationToken), async (name, token) => await Rows.ReadAsync(name, token));
        return unknown.Length > 0;
    }

    internal ParallelOptions InParallel(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken };

    private static ImmutableArray<ChunkPlace> Touch(ImmutableArray<ChunkPlace> chunks, ICommit commit)
    {
        var touched = chunks.ToArray();
        foreach (var key in commit.Keys)
        {
            ref var chunk = ref touched[(int)(key & (ulong)(touched.Length - 1))];
            chunk = chunk with { Touched = commit.Number };
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(touched);
    }

    /// <summary>The chunks of a checkpoint, with what has touched them meanwhile.</summary>
    private static ImmutableArray<ChunkPlace> Placed(ImmutableArray<ChunkPlace> now, ImmutableArray<ChunkPlace> written) =>
        [.. written.Select((chunk, i) => chunk with { Touched = now[i & (now.Length - 1)].Touched })];
}
