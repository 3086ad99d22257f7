using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Store;

/// <summary>The records of one client's request.</summary>
internal sealed class RecordWrite(WriteQueue queue, Idempotency idempotency) : PendingWrite<RecordsOutcome>, IRecordWrite
{
    private readonly RecordStage stage = new();
    private readonly List<RecordFault?> faults = []; // By place; null for a record that is staged.
    private readonly List<RecordOutcome> outcomes = [];
    private IdempotencyKey? key;
    private RecordsOutcome? before;
    private bool isCommitted;

    public override long Bytes => stage.Bytes;

    public void Add(ReadOnlySpan<byte> json) => faults.Add(stage.Add(json, ApiClock.Unstamped, faults.Count));

    public void Reject(RecordFault fault) => faults.Add(fault);

    public async ValueTask<RecordsOutcome> CommitAsync(IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (isCommitted)
            throw new InvalidOperationException("It has been committed.");
        isCommitted = true;
        this.key = key;
        return await queue.WriteAsync(this, cancellationToken);
    }

    public override void Apply(CatalogMerge merge)
    {
        if (key is not null && (before = idempotency.Find(key, merge.Notes)) is not null)
            return;
        var staged = 0;
        foreach (var fault in faults)
        {
            outcomes.Add(fault is not null
                ? new RecordOutcome(RecordResult.Rejected, null, fault)
                : Outcome(merge.Apply(Moved(stage.Records[staged++], merge))));
        }
        if (key is not null)
            merge.Keep(idempotency.Remember(key, new RecordsOutcome(outcomes, merge.Generation)));
    }

    protected override RecordsOutcome OutcomeAt(long generation) => before ?? new RecordsOutcome(outcomes, generation);

    private StagedRecord Moved(in StagedRecord record, CatalogMerge merge) =>
        record with { Address = merge.Arena.Add(stage.Arena[record.Address]) };

    private static RecordOutcome Outcome(Merged merged) => new(merged.Result, merged.Id?.ToString(), merged.Fault);
}
