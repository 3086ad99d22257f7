using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>The records of some files, gathered beside everything else; only the commit takes the writer's turn.</summary>
internal sealed class RecordBatch(CatalogStore store) : IRecordBatch
{
    private readonly RecordStage stage = new();
    private readonly List<EndedFile> files = [];
    private RecordStage.Mark begun;
    private FileOrigin? origin;
    private bool isDone;

    public long StagedBytes => stage.Bytes;

    public void BeginFile(FileOrigin origin)
    {
        ObjectDisposedException.ThrowIf(isDone, this);
        if (this.origin is not null)
            throw new InvalidOperationException("The file before has not ended.");
        this.origin = origin;
        begun = stage.Here;
    }

    public RecordFault? Add(ReadOnlySpan<byte> json, int place) =>
        stage.Add(json, origin ?? throw new InvalidOperationException("No file has begun."), place);

    public void EndFile()
    {
        if (origin is null)
            throw new InvalidOperationException("No file has begun.");
        files.Add(new EndedFile(begun.Records, stage.Records.Count, stage.IdsDropped - begun.IdsDropped));
        origin = null;
    }

    public void AbandonFile()
    {
        if (origin is null)
            throw new InvalidOperationException("No file has begun.");
        stage.GoBack(begun);
        origin = null;
    }

    public async ValueTask<IReadOnlyList<FileOutcome>> CommitAsync(
        Func<IReadOnlyList<FileOutcome>, IEnumerable<Note>>? notes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isDone, this);
        if (origin is not null)
            throw new InvalidOperationException("The last file has not ended.");
        isDone = true;
        var outcomes = new FileOutcome[files.Count];
        await store.CommitAsync(
            stage.Arena,
            merge =>
            {
                merge.Entries.Expect(stage.Records.Count);
                for (var i = 0; i < outcomes.Length; i++)
                    outcomes[i] = Merge(merge, files[i]);
                // A first load is at its largest while its part is built: what isn't wanted any more should be gone by then.
                stage.Records.Clear();
                merge.Keep(notes?.Invoke(outcomes) ?? []);
            },
            store.RunAside,
            cancellationToken);
        return outcomes;
    }

    public void Dispose() => isDone = true;

    private FileOutcome Merge(CatalogMerge merge, EndedFile file)
    {
        var outcome = new FileOutcome { IdsDropped = file.IdsDropped };
        for (var i = file.First; i < file.End; i++)
        {
            var record = stage.Records[i];
            var merged = merge.Apply(record);
            if (merged.Fault is { } fault)
                outcome.Rejected.Add(new RejectedRecord(record.Place, fault));
            else
                outcome.Count(merged.Result);
        }
        return outcome;
    }

    private readonly record struct EndedFile(int First, int End, int IdsDropped);
}
