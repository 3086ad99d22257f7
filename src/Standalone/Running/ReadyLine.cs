using System.Globalization;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Standalone.Running;

/// <summary>The one line that says that the process is ready, with what it serves and what became of every record.</summary>
internal static class ReadyLine
{
    /// <summary>Makes the line.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="movies">Movies in the catalogue.</param>
    /// <param name="totals">What was loaded.</param>
    /// <param name="sinceStart">Time since the process began.</param>
    public static string Of(string url, long movies, IngestTotals totals, TimeSpan sinceStart)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"MovieGrains is ready at {url}: {Count(movies, "movie")} from {Count(totals.Records, "record")} " +
            $"in {Count(totals.FilesIngested, "file")}, loaded in {totals.FirstLoad?.TotalSeconds ?? 0:0.00} s " +
            $"({sinceStart.TotalSeconds:0.00} s since process start)");
        return line + Outcomes(totals) + Refused(totals);
    }

    private static string Outcomes(IngestTotals totals) => string.Create(CultureInfo.InvariantCulture,
        $"; {totals.Added:N0} added, {totals.Updated:N0} updated, {totals.Unchanged:N0} unchanged, " +
        $"{totals.Deleted:N0} deleted, {totals.Rejected:N0} rejected");

    private static string Refused(IngestTotals totals)
    {
        var refused = totals.Files[FileState.Quarantined] + totals.Files[FileState.FailedWillRetry];
        return refused == 0
            ? ""
            : $"; {Count(refused, "file")} could not be loaded (see the log)";
    }

    private static string Count(long number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");
}
