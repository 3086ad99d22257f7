using System.Collections.Concurrent;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>What each year holds, as its owner said last: asked are years that are first heard of, some of those that have changed,
/// and one of all in turn.</summary>
/// <remarks>One writer; any thread may read.</remarks>
internal sealed class YearSizes(IYearSource source, YearVersions versions)
{
    private readonly ConcurrentDictionary<int, YearStatus> known = [];

    /// <summary>The bytes of each year that is known.</summary>
    public IReadOnlyDictionary<int, long> Bytes => known.ToDictionary(static y => y.Key, static y => y.Value.Bytes);

    /// <summary>Movies of all years but some.</summary>
    public long MoviesBut(IReadOnlySet<int> years) => known.Where(y => !years.Contains(y.Key)).Sum(static y => y.Value.Movies);

    /// <summary>The silo that a year's owner was on when it was last asked; null when that is not known.</summary>
    public string? SiloOf(int year) => known.TryGetValue(year, out var status) ? status.Silo : null;

    /// <summary>Asks.</summary>
    /// <param name="turn">Whose turn it is.</param>
    /// <param name="atATime">Owners asked at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <remarks>One that does not answer is asked again the next time; what is known of it stands.</remarks>
    public async Task MeasureAsync(int turn, int atATime, CancellationToken cancellationToken)
    {
        var years = versions.Years;
        var due = years.FindAll(year => !known.ContainsKey(year) || versions.Wanted(year) is { Version: YearVersions.Unknown });
        due.AddRange(years.Where(year => known.TryGetValue(year, out var status) && IsOlder(status.Version)).Take(atATime));
        if (years.Count > 0)
            due.Add(years[(int)((uint)turn % (uint)years.Count)]);
        foreach (var some in due.Distinct().Chunk(atATime))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAll(some.Select(AskAsync)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Whether the size of every year is known.</summary>
    public bool HasAll => versions.Years.TrueForAll(known.ContainsKey);

    private bool IsOlder(YearVersion version) => versions.Wanted(version.Year) is { Version: not YearVersions.Unknown } wanted && wanted != version;

    private async Task AskAsync(int year) => Take(await source.StatusAsync(year));

    private void Take(YearStatus status)
    {
        known[status.Version.Year] = status;
        // A lost word of a change is made good by this, too.
        if (status.Version.Epoch != 0 || versions.Wanted(status.Version.Year) is { Version: YearVersions.Unknown })
            versions.Want(status.Version);
    }
}
