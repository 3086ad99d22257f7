using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest.Feeding;

/// <summary>What a poll is to make durable with its next commit: the records of files, opened when a file needs it, and rows
/// of the ledger.</summary>
/// <param name="sink">Takes it.</param>
/// <param name="ledger">Has it as soon as it is durable, and not before.</param>
/// <param name="time">Dates attempts.</param>
/// <param name="onConcluded">Told of each file that was tried, once its row is durable.</param>
internal sealed class PollBatch(IRecordSink sink, Ledger ledger, TimeProvider time, Action<LedgerEntry, LedgerChange> onConcluded)
    : IDisposable
{
    private readonly List<FedFile> _fed = [];
    private readonly List<(LedgerEntry Before, LedgerChange Change)> _tried = [];
    private readonly List<LedgerChange> _changes = [];
    private readonly List<Note> _notes = [];
    private IRecordBatch? _batch;

    /// <summary>Records of files that ended, not yet committed.</summary>
    public long Records { get; private set; }

    /// <summary>Bytes that these take, about.</summary>
    public long StagedBytes => _batch?.StagedBytes ?? 0;

    /// <summary>The batch to feed.</summary>
    public IRecordBatch Open() => _batch ??= sink.Begin();

    /// <summary>A file has ended in the batch, all of it.</summary>
    public void Ended(LedgerEntry file, FileTally tally, TimeSpan duration)
    {
        _batch!.EndFile();
        _fed.Add(new FedFile(file, tally, duration));
        Records += tally.Records;
    }

    /// <summary>A file was not fed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ending">Why.</param>
    /// <param name="retryAfter">For how long it is left alone; null when it is not to be tried again.</param>
    public void Refused(LedgerEntry file, FileEnding ending, TimeSpan? retryAfter)
    {
        var now = time.GetUtcNow();
        var after = Tried(file, now) with
        {
            Outcome = ending.Outcome,
            Fault = ending.Fault,
            NextAttempt = now + retryAfter,
        };
        _tried.Add((file, new LedgerChange(after, null)));
    }

    /// <summary>Rows are to be written for another reason.</summary>
    public void Change(IEnumerable<LedgerChange> changes) => _changes.AddRange(changes);

    /// <summary>Something else is to be kept.</summary>
    public void Keep(Note note) => _notes.Add(note);

    /// <summary>Makes what there is durable and shows it to readers, and only then to the ledger.</summary>
    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (_fed.Count + _tried.Count + _changes.Count + _notes.Count > 0)
        {
            await Open().CommitAsync(Notes, cancellationToken);
            ledger.Apply(_tried.Select(static tried => tried.Change).Concat(_changes));
            foreach (var (before, change) in _tried)
                onConcluded(before, change);
        }
        Dispose();
    }

    /// <summary>Commits the records that the batch has of a file that goes on. The file stays pending: its row comes with its last
    /// records. Nothing else may be in the batch.</summary>
    public async ValueTask CommitSliceAsync(FileTally tally, CancellationToken cancellationToken)
    {
        using var slice = _batch!;
        _batch = null;
        slice.EndFile();
        await slice.CommitAsync(
            outcomes =>
            {
                tally.Merge(outcomes[0]);
                return [];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _batch?.Dispose();
        _batch = null;
        _fed.Clear();
        _tried.Clear();
        _changes.Clear();
        _notes.Clear();
        Records = 0;
    }

    /// <summary>Within the commit: records that are not accounted for fail it as a whole.</summary>
    private IEnumerable<Note> Notes(IReadOnlyList<FileOutcome> outcomes)
    {
        var now = time.GetUtcNow();
        foreach (var (file, outcome) in _fed.Zip(outcomes))
            _tried.Add((file.Entry, Ingested(file, file.Tally.Merge(outcome), now)));
        return [.. _tried.Select(static tried => tried.Change.ToNote()), .. _changes.Select(static change => change.ToNote()), .. _notes];
    }

    private static LedgerChange Ingested(FedFile file, FileReport report, DateTimeOffset now)
    {
        var after = Tried(file.Entry, now) with
        {
            Outcome = FileState.Ingested,
            Report = report with { Duration = file.Duration },
        };
        return new LedgerChange(after, file.Tally.Rejected);
    }

    private static LedgerEntry Tried(LedgerEntry file, DateTimeOffset now) => file with
    {
        Attempts = file.Attempts + 1,
        LastAttempt = now,
        NextAttempt = null,
        Report = null,
        Fault = null,
    };

    private sealed record FedFile(LedgerEntry Entry, FileTally Tally, TimeSpan Duration);
}
