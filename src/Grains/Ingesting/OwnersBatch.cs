using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Ingesting;

/// <summary>Takes records of drop files for the owners of their years.</summary>
/// <param name="owners">Sends them.</param>
/// <param name="notes">Keeps the notes, such as the rows of a ledger.</param>
internal sealed class OwnersSink(OwnersFeed owners, CatalogStore notes) : IRecordSink
{
    /// <inheritdoc/>
    public IRecordBatch Begin() => new OwnersBatch(owners, notes);
}

/// <summary>The records of some files, gathered by year; sent when it is committed.</summary>
/// <remarks>Readers see what one owner has merged at once, not all of it. The notes are made durable last: what ends the process before that
/// leaves files that are read and sent once more, which changes nothing.</remarks>
internal sealed class OwnersBatch(OwnersFeed owners, CatalogStore notes) : IRecordBatch
{
    private readonly RecordCheck check = new();
    private readonly List<YearRecords> ended = []; // Of all ended files, in the files' order.
    private readonly Dictionary<int, YearRecords> begun = []; // Of the file that has begun, by year.
    private FileOrigin? origin;
    private int files;
    private bool isDone;

    public long StagedBytes { get; private set; }

    public void BeginFile(FileOrigin origin)
    {
        ObjectDisposedException.ThrowIf(isDone, this);
        if (this.origin is not null)
            throw new InvalidOperationException("The file before has not ended.");
        this.origin = origin;
    }

    public RecordFault? Add(ReadOnlySpan<byte> json, int place)
    {
        if (origin is null)
            throw new InvalidOperationException("No file has begun.");
        if (check.Read(json, out var year) is { } fault)
            return fault;
        if (!begun.TryGetValue(year, out var records))
            begun.Add(year, records = new YearRecords(year, files, origin));
        records.Add(json, place);
        StagedBytes += json.Length;
        return null;
    }

    public void EndFile()
    {
        ended.AddRange(begun.Values);
        files++;
        Close();
    }

    public void AbandonFile()
    {
        StagedBytes -= begun.Values.Sum(static records => records.Bytes);
        Close();
    }

    public async ValueTask<IReadOnlyList<FileOutcome>> CommitAsync(
        Func<IReadOnlyList<FileOutcome>, IEnumerable<Note>>? notes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isDone, this);
        if (origin is not null)
            throw new InvalidOperationException("The last file has not ended.");
        isDone = true;
        var outcomes = new FileOutcome[files];
        for (var i = 0; i < files; i++)
            outcomes[i] = new FileOutcome();
        var years = ended.GroupBy(static records => records.Year)
            .SelectMany(year => YearPieces.Cut(year, owners.PieceBytes))
            .GroupBy(static piece => piece.Year);
        await owners.FeedAsync(years, (piece, fed) => Count(outcomes, piece, fed), cancellationToken);
        if (notes is not null)
            await KeepAsync([.. notes(outcomes)], cancellationToken);
        return outcomes;
    }

    public void Dispose() => isDone = true;

    private async Task KeepAsync(Note[] kept, CancellationToken cancellationToken)
    {
        using var batch = notes.Begin();
        await batch.CommitAsync(_ => kept, cancellationToken);
    }

    private void Close()
    {
        if (origin is null)
            throw new InvalidOperationException("No file has begun.");
        origin = null;
        begun.Clear();
    }

    private static void Count(FileOutcome[] outcomes, YearPiece piece, FedFile[] fed)
    {
        for (var i = 0; i < fed.Length; i++)
        {
            var outcome = outcomes[piece.Places[i]];
            outcome.Added += fed[i].Added;
            outcome.Updated += fed[i].Updated;
            outcome.Unchanged += fed[i].Unchanged;
            outcome.Deleted += fed[i].Deleted;
            outcome.IdsDropped += fed[i].IdsDropped;
            outcome.Rejected.AddRange(fed[i].Rejected.Select(static r => new RejectedRecord(r.Place, new RecordFault(r.Path, r.Reason))));
        }
    }
}
