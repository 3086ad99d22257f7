using System.Globalization;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Soak;

/// <summary>A soak run as tables.</summary>
internal static class SoakTables
{
    /// <summary>What was found over time.</summary>
    public static Table OfSamples(IReadOnlyList<SoakSample> samples)
    {
        var table = new Table(
            "Over time (times in µs from the moment a request was due)",
            "minutes", "resident", "heap", "catalogue", "movies", "open files", "reads", "writes", "errors", "p50", "p99", "sent late, p99");
        foreach (var one in samples)
        {
            table.Add(
                one.End.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture), Format.Bytes(one.Resident), Format.Bytes(one.Heap),
                Format.Bytes(one.Catalog), Format.Number(one.Movies), Format.Number(one.OpenFiles), Format.Number(one.Reads),
                Format.Number(one.Writes), Format.Number(one.Errors), Format.Micros(one.P50), Format.Micros(one.P99),
                Format.Micros(one.Late));
        }
        return table;
    }

    /// <summary>What that means.</summary>
    public static Table OfVerdicts(IReadOnlyList<SoakVerdict> verdicts)
    {
        var table = new Table("After the first third", "what", "found", "budget");
        foreach (var verdict in verdicts)
            table.Add(verdict.What, verdict.Found, Verdict.Text(verdict.Budget, verdict.IsKept));
        return table;
    }
}
