using System.Globalization;

namespace MovieGrains.Bench.Ingest;

/// <summary>What a server's <c>/metrics</c> said at one moment.</summary>
internal sealed class ServerFigures
{
    private readonly Dictionary<string, double> samples = new(StringComparer.Ordinal);

    /// <summary>Reads the page.</summary>
    public ServerFigures(string page)
    {
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var blank = line.LastIndexOf(' ');
            if (line[0] == '#' || blank < 0 || !double.TryParse(line.AsSpan(blank + 1), CultureInfo.InvariantCulture, out var value))
                continue;
            Add(line[..blank], value);
            // The sum over all labels, under the name alone.
            if (line.IndexOf('{', StringComparison.Ordinal) is var brace and > 0)
                Add(line[..brace], value);
        }
    }

    /// <summary>A sample by its name, with labels or without: then their sum; 0 when there is none.</summary>
    public double this[string name] => samples.GetValueOrDefault(name);

    /// <summary>Records of files whose rows are durable.</summary>
    public double Records => this["movies_ingest_records_total"];

    /// <summary>Bytes of such files.</summary>
    public double FileBytes => this["movies_ingest_bytes_total"];

    /// <summary>Looks at the source.</summary>
    public double Polls => this["movies_ingest_polls_total"];

    /// <summary>Commits.</summary>
    public double Commits => this["movies_storage_commits_total"];

    /// <summary>Syncs.</summary>
    public double Syncs => this["movies_storage_syncs_total"];

    /// <summary>Snapshots of the catalogue in the data folder.</summary>
    public double Snapshots => this["movies_storage_snapshots_total"];

    /// <summary>Seconds for which collections stopped everything.</summary>
    public double PauseSeconds => this["dotnet_gc_pause_seconds_total"];

    /// <summary>Full collections.</summary>
    public double FullCollections => this["dotnet_gc_collections_total{generation=\"2\"}"];

    private void Add(string name, double value) => samples[name] = samples.GetValueOrDefault(name) + value;
}
