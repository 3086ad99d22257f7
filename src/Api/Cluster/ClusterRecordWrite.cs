using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>The records of one request, each sent to the owner of its year.</summary>
/// <remarks>Those of one year are written all or none. Of several years some may be written when the call fails, and it says so: with an
/// idempotency key the request can be sent again, and each owner that has done its share answers as it did then.</remarks>
internal sealed class ClusterRecordWrite(Owners owners) : IRecordWrite
{
    private readonly RecordCheck check = new();
    private readonly List<RecordFault?> faults = []; // By place; null for a record that is sent.
    private readonly SortedDictionary<int, YearRecords> years = [];

    public void Add(ReadOnlySpan<byte> json)
    {
        var fault = check.Read(json, out var year);
        if (fault is null)
        {
            if (!years.TryGetValue(year, out var records))
                years.Add(year, records = new YearRecords([], []));
            records.Places.Add(faults.Count);
            records.Json.Add(json.ToArray());
        }
        faults.Add(fault);
    }

    public void Reject(RecordFault fault) => faults.Add(fault);

    public async ValueTask<RecordsOutcome> CommitAsync(IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var sent = years.Select(year => (year.Value, Task: PostAsync(year.Key, year.Value, key, cancellationToken))).ToList();
        await Task.WhenAll(sent.Select(static s => s.Task));
        CheckRefusals(sent.ConvertAll(static s => s.Task.Result));
        if (sent.Exists(static s => s.Task.Result.IsKeyMisused))
            return new RecordsOutcome([], 0, IsKeyMisused: true);
        var outcomes = new RecordOutcome[faults.Count];
        for (var place = 0; place < outcomes.Length; place++)
            outcomes[place] = new RecordOutcome(RecordResult.Rejected, null, faults[place]);
        foreach (var (records, task) in sent)
        {
            for (var i = 0; i < records.Places.Count; i++)
                outcomes[records.Places[i]] = OutcomeOf(task.Result.Outcomes[i]);
        }
        var versions = sent.ConvertAll(static s => s.Task.Result.Version);
        return new RecordsOutcome(
            outcomes, versions.Count == 0 ? 0 : versions.Max(static v => v.Version),
            sent.Count > 0 && sent.TrueForAll(static s => s.Task.Result.IsReplay), false, OwnVersions.Write(versions));
    }

    private static void CheckRefusals(List<PostedRecords> posted)
    {
        var refused = posted.Find(static p => p.Refusal is not null)?.Refusal;
        if (refused is not null && posted.Exists(static p => p.Refusal is null))
            throw new CatalogUnavailableException("Of some years the records were written, of others they were refused; with an Idempotency-Key it can be sent again safely.");
        Owners.Check(refused);
    }

    private Task<PostedRecords> PostAsync(int year, YearRecords records, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var post = new RecordPost([.. records.Json], key?.Key, key?.Fingerprint ?? 0);
        return owners.WriteAsync(year, (owner, limit) => owner.PostAsync(post, limit), cancellationToken);
    }

    private static RecordOutcome OutcomeOf(PostedRecord posted) => new(
        (RecordResult)posted.Result, posted.Id, posted.Reason is null ? null : new RecordFault(posted.Path ?? "$", posted.Reason));

    private sealed record YearRecords(List<int> Places, List<byte[]> Json);
}
