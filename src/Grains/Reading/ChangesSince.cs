using MovieGrains.Catalog.Changes;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>Gathers what has changed since some versions, from the owners of the years that are further.</summary>
/// <param name="source">The owners.</param>
/// <param name="held">What the silo holds: nothing newer is told, so that whoever hears of a change can read it here.</param>
internal sealed class ChangesSince(IYearSource source, IReadOnlyList<YearVersion> held)
{
    /// <summary>An answer has about so many changes at most; a commit is told whole.</summary>
    private const int Enough = 500;

    private readonly List<MovieChange> changes = [];
    private readonly List<SeenVersion> versions = [];
    private bool isExpired;

    /// <summary>Gathers.</summary>
    public async Task<ChangesAnswer> GatherAsync(SeenVersion[] after, CancellationToken cancellationToken)
    {
        var seen = after.ToDictionary(static v => v.Year);
        foreach (var version in held)
        {
            if (isExpired || changes.Count >= Enough)
                Keep(seen, version.Year);
            else if (seen.TryGetValue(version.Year, out var mine))
                await FollowAsync(mine, version, cancellationToken);
            else
                await BeginAsync(version, cancellationToken);
        }
        return new ChangesAnswer(ReaderResult.Answered, isExpired, [.. changes], [.. versions]);
    }

    /// <summary>A year that comes in a later answer.</summary>
    private void Keep(Dictionary<int, SeenVersion> seen, int year)
    {
        if (seen.TryGetValue(year, out var mine))
            versions.Add(mine);
    }

    private async Task FollowAsync(SeenVersion seen, YearVersion version, CancellationToken cancellationToken)
    {
        if (seen.EpochTag != (ushort)version.Epoch)
        {
            isExpired = true;
            return;
        }
        if (seen.Version > version.Version)
        {
            // Another silo was further than this one is yet.
            versions.Add(seen);
            return;
        }
        var at = version with { Version = seen.Version };
        while (at.Version < version.Version && changes.Count < Enough)
        {
            var pulled = await source.PullAsync(at.Year, new PullRequest(at.Epoch, at.Version, 0), cancellationToken);
            if (pulled.IsImage)
            {
                isExpired = true;
                return;
            }
            at = pulled.Version;
            Take(pulled.Runs, at.Version);
            if (!pulled.HasMore)
                break;
        }
        versions.Add(SeenVersion.Of(at));
    }

    /// <summary>A year that is new to whoever asks: all of it is, however it comes.</summary>
    private async Task BeginAsync(YearVersion version, CancellationToken cancellationToken)
    {
        var pull = new YearPull(source, new YearVersion(version.Year, 0, 0));
        await pull.RunAsync(cancellationToken);
        if (pull.Failure is not null)
            return;
        Take(pull.Runs, pull.Version.Version);
        versions.Add(SeenVersion.Of(pull.Version));
    }

    private void Take(IEnumerable<byte[]> runs, long version)
    {
        foreach (var run in runs)
            RunChanges.Read(run, (kind, id, source) => changes.Add(new MovieChange((byte)kind, id, version, source ?? "")));
    }
}
