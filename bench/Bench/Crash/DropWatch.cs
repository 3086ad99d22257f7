using System.Globalization;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>Sees to it that what a drop file has brought once stays.</summary>
internal sealed class DropWatch(DropPlan plan, Violations violations, CrashFigures figures)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The most movies that were seen of a file in one version or a later one.</summary>
    private readonly Dictionary<(string Stem, int Version), int> seen = [];

    /// <summary>Looks again and again for as long as a process lives.</summary>
    public async Task RunAsync(Life life)
    {
        long ingested = 0;
        try
        {
            while (!life.IsOver)
            {
                await LookAsync(life);
                ingested = await IngestedAsync(life);
                await Task.Delay(Pause);
            }
        }
        catch (LifeEndedException)
        {
            // Goes on with the next process.
        }
        figures.Ingest(ingested);
    }

    /// <summary>Waits until the newest versions are there as a whole.</summary>
    public async Task UntilAllAsync(Life life, TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        while (true)
        {
            var counts = await LookAsync(life);
            var missing = plan.Current.Where(file => counts.GetValueOrDefault((file.Key.Stem, file.Value)) != file.Key.Records).Select(file => file.Key.Stem).ToList();
            if (missing.Count == 0)
                return;
            if (enough.IsCancellationRequested)
            {
                violations.Add($"{string.Join(", ", missing)} did not come within {patience.TotalSeconds} s");
                return;
            }
            await Task.Delay(Pause);
        }
    }

    private async Task<Dictionary<(string Stem, int Version), int>> LookAsync(Life life)
    {
        var answer = JsonNode.Parse(await life.GetAsync("/movies?genre=File&facets=genre&facet_size=1000&page_size=1&fields=id"))!;
        var counts = new Dictionary<(string, int), int>();
        foreach (var facet in answer["facets"]!["genre"]!.AsArray())
        {
            if (Parse((string)facet!["value"]!) is { } version)
                counts[version] = (int)facet["count"]!;
        }
        foreach (var (stem, version) in counts.Keys)
            Judge(stem, version, counts.Where(c => string.Equals(c.Key.Item1, stem, StringComparison.Ordinal) && c.Key.Item2 >= version).Sum(c => c.Value));
        foreach (var ((stem, version), most) in seen.Where(s => !counts.ContainsKey(s.Key)).ToList())
            Judge(stem, version, counts.Where(c => string.Equals(c.Key.Item1, stem, StringComparison.Ordinal) && c.Key.Item2 > version).Sum(c => c.Value));
        return counts;
    }

    private void Judge(string stem, int version, int count)
    {
        var most = seen.GetValueOrDefault((stem, version));
        if (count < most)
            violations.Add($"Of version {version} of {stem}, or a later one, {most} movies were seen, and now {count}");
        seen[(stem, version)] = Math.Max(most, count);
    }

    private static (string Stem, int Version)? Parse(string genre)
    {
        var at = genre.LastIndexOf("-v", StringComparison.Ordinal);
        return at > 0 && int.TryParse(genre.AsSpan(at + 2), CultureInfo.InvariantCulture, out var version) ? (genre[..at], version) : null;
    }

    private static async Task<long> IngestedAsync(Life life)
    {
        var lines = (await life.GetAsync("/metrics")).Split('\n').Where(line => line.StartsWith("movies_ingest_records_total{", StringComparison.Ordinal));
        return lines.Sum(line => (long)double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }
}
