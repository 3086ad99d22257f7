using System.Globalization;
using MovieGrains.Http.Access;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Standalone.Running;

/// <summary>The one line that says that the process is ready: what it serves, where that came from, and who may write.</summary>
internal static class ReadyLine
{
    /// <summary>Makes the line.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="movies">Movies in the catalogue.</param>
    /// <param name="totals">What was loaded from sources.</param>
    /// <param name="restored">How long the data folder took; null when there was nothing in it.</param>
    /// <param name="writes">Who may write.</param>
    /// <param name="sinceStart">Time since the program began.</param>
    public static string Of(
        string url, long movies, IngestTotals totals, TimeSpan? restored, AccessPolicy writes, TimeSpan sinceStart)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"MovieGrains is ready at {url}: {Count(movies, "movie")} {Origin(totals, restored)} ({sinceStart.TotalSeconds:0.00} s since the start)");
        return line + (totals.Records > 0 ? Outcomes(totals) : "") + Refused(totals) + "; " + writes.Describe();
    }

    private static string Origin(IngestTotals totals, TimeSpan? restored)
    {
        var loaded = string.Create(CultureInfo.InvariantCulture,
            $"from {Count(totals.Records, "record")} in {Count(totals.FilesIngested, "file")}, loaded in {totals.FirstLoad?.TotalSeconds ?? 0:0.00} s");
        if (restored is not { } took)
            return loaded;
        var kept = string.Create(CultureInfo.InvariantCulture, $"kept from before, read in {took.TotalSeconds:0.00} s");
        return totals.FilesIngested > 0 ? $"{kept}, and {loaded}" : kept;
    }

    private static string Outcomes(IngestTotals totals) => string.Create(CultureInfo.InvariantCulture,
        $"; {totals.Added:N0} added, {totals.Updated:N0} updated, {totals.Unchanged:N0} unchanged, " +
        $"{totals.Deleted:N0} deleted, {totals.Rejected:N0} rejected");

    private static string Refused(IngestTotals totals)
    {
        var refused = totals.Files[FileState.Quarantined] + totals.Files[FileState.FailedWillRetry];
        return refused == 0 ? "" : $"; {Count(refused, "file")} could not be loaded (see /ingest/files)";
    }

    private static string Count(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
