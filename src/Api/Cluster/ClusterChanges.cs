using MovieGrains.Catalog;
using MovieGrains.Catalog.Changes;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>The changes of all years, by way of a reader. A position is the versions of all years, so that it can be gone on from at any
/// API process and any silo; changes of one year come in their order, those of several years in any.</summary>
internal sealed class ClusterChanges(Readers readers, LastStatus status, TimeProvider time) : IChangeFeed
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>For how long may no reader answer before those who follow are cut off? A busy moment or a silo that is lost is over sooner, and
    /// they only hear of changes later; where it takes longer, another API process may know more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string End => VersionsText.Write(status.Versions.Select(SeenVersion.Of));

    public async ValueTask<ChangePage> ReadAsync(string after, CancellationToken cancellationToken)
    {
        if (VersionsText.TryRead(after) is not { } seen)
            return new ChangePage(FeedResult.Malformed, []);
        while (true)
        {
            var answer = await AskAsync(seen, cancellationToken);
            if (answer.IsExpired)
                return new ChangePage(FeedResult.Expired, []);
            if (answer.Changes.Length > 0)
                return new ChangePage(FeedResult.Read, ToChanges(answer));
            seen = answer.Versions;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<ChangesAnswer> AskAsync(SeenVersion[] seen, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                return await readers.AskChangesAsync(seen, cancellationToken);
            }
            catch (CatalogUnavailableException) when (time.GetElapsedTime(began) < Patience)
            {
                // Asked again, as a client that is cut off would.
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static Change[] ToChanges(ChangesAnswer answer)
    {
        var changes = Array.ConvertAll(
            answer.Changes, static change => new Change(null, (ChangeKind)change.Kind, change.Id, change.Version, change.Source));
        changes[^1] = changes[^1] with { Position = VersionsText.Write(answer.Versions) };
        return changes;
    }
}
