using System.Globalization;

namespace MovieGrains.Bench.Crash;

/// <summary>The drop files of a crash run, and when new versions appear.</summary>
internal sealed class DropPlan
{
    /// <summary>The file whose movies clients write to as well.</summary>
    public const string SharedStem = "shared";

    private const int SharedRecords = 20, Small = 8, SmallRecords = 25, Packed = 3, PackedRecords = 300;

    private readonly string folder;
    private readonly Random random;
    private readonly CrashFigures figures;
    private readonly DropFile large;
    private readonly Lock gate = new();
    private readonly Dictionary<DropFile, int> versions = [];

    /// <summary>Puts the first versions into a folder.</summary>
    public DropPlan(string folder, CrashSettings settings, CrashFigures figures)
    {
        (this.folder, random, this.figures) = (folder, new Random(settings.Seed), figures);
        large = new DropFile("large", ".ndjson", settings.LargeRecords);
        Drop(large);
        Drop(new DropFile(SharedStem, ".ndjson", SharedRecords));
        for (var i = 0; i < Small; i++)
            Drop(new DropFile(string.Create(CultureInfo.InvariantCulture, $"small{i}"), i % 2 == 0 ? ".json" : ".ndjson", SmallRecords));
        for (var i = 0; i < Packed; i++)
            Drop(new DropFile(string.Create(CultureInfo.InvariantCulture, $"packed{i}"), i % 2 == 0 ? ".json.gz" : ".ndjson.gz", PackedRecords));
    }

    /// <summary>The titles of the movies that clients write to as well.</summary>
    public static IEnumerable<string> SharedTitles => Enumerable.Range(0, SharedRecords).Select(place => DropFile.Title(SharedStem, place));

    /// <summary>What is in the folder now, with its version.</summary>
    public IReadOnlyDictionary<DropFile, int> Current
    {
        get
        {
            lock (gate)
                return new Dictionary<DropFile, int>(versions);
        }
    }

    /// <summary>Drops a new version of the large file.</summary>
    public void DropLarge() => Drop(large);

    /// <summary>Drops a new version of any file.</summary>
    public void DropAny()
    {
        DropFile file;
        lock (gate)
            file = versions.Keys.ElementAt(random.Next(versions.Count));
        // The large one is due when the instant of a kill is drawn for it; now and then otherwise.
        if (file != large || random.Next(3) == 0)
            Drop(file);
    }

    /// <summary>Drops files for as long as a process lives.</summary>
    public async Task RunAsync(Life life)
    {
        while (!life.IsOver)
        {
            DropAny();
            await Task.Delay(random.Next(40, 200));
        }
    }

    private void Drop(DropFile file)
    {
        lock (gate)
        {
            var version = versions.GetValueOrDefault(file) + 1;
            file.Write(folder, version);
            versions[file] = version;
        }
        figures.Dropped();
    }
}
