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
            $"MovieGrains is ready at {url}: {movies:N0} movies from {totals.Records:N0} records " +
            $"in {totals.FilesIngested:N0} files, loaded in {totals.FirstLoad?.TotalSeconds ?? 0:0.00} s " +
            $"({sinceStart.TotalSeconds:0.00} s since the start)");
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
            : string.Create(CultureInfo.InvariantCulture, $"; {refused:N0} files could not be loaded (see the log)");
    }
}
