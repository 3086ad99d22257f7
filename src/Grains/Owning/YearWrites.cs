using System.Collections.Immutable;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Writes;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Owning;

/// <summary>Does clients' writes to an owner's store, and says what became of them as it is sent.</summary>
internal sealed class YearWrites(CatalogStore store, Func<long, YearVersion> versionAt)
{
    public async Task<PostedRecords> PostAsync(RecordPost post, CancellationToken cancellationToken)
    {
        try
        {
            var write = store.BeginRecords();
            foreach (var record in post.Records)
                write.Add(record);
            var key = post.IdempotencyKey is { } name ? new IdempotencyKey(name, post.Fingerprint) : null;
            var done = await write.CommitAsync(key, cancellationToken);
            return new PostedRecords(null, [.. done.Records.Select(Posted)], versionAt(done.Generation), done.IsReplay, done.IsKeyMisused);
        }
        catch (WriteRefusedException refused)
        {
            return new PostedRecords(RefusalOf(refused), [], default, false, false);
        }
    }

    public async Task<WrittenMovie> WriteAsync(MovieWriteRequest write, CancellationToken cancellationToken)
    {
        try
        {
            var condition = new WriteCondition(write.Hashes is { } hashes ? ImmutableArray.Create(hashes) : default);
            var done = await (write.Verb switch
            {
                MovieWriteVerb.Put => store.PutAsync(write.Id, write.Json, condition, cancellationToken),
                MovieWriteVerb.Patch => store.PatchAsync(write.Id, write.Json, condition, cancellationToken),
                MovieWriteVerb.Delete => store.DeleteAsync(write.Id, condition, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(write), write.Verb, "There is no such verb."),
            });
            return new WrittenMovie(
                null, (int)done.Result, done.Id, done.Document, done.Fault?.Path, done.Fault?.Reason, versionAt(done.Generation));
        }
        catch (WriteRefusedException refused)
        {
            return new WrittenMovie(RefusalOf(refused), 0, null, null, null, null, default);
        }
    }

    private static PostedRecord Posted(RecordOutcome outcome) =>
        new((byte)outcome.Result, outcome.Id, outcome.Fault?.Path, outcome.Fault?.Reason);

    private static Refusal RefusalOf(WriteRefusedException refused) => new((int)refused.Refusal, refused.Message);
}
