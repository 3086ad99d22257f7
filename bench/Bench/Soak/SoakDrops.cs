using System.Globalization;
using System.IO.Compression;
using MovieGrains.Bench.Ingest;
using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Soak;

/// <summary>Drop files that come over and over, with movies that are new, changed, and deleted, so that the catalogue stays as large as it
/// is.</summary>
/// <param name="place">Where to.</param>
/// <param name="settings">How often.</param>
internal sealed class SoakDrops(Workplace place, SoakSettings settings)
{
    /// <summary>Files, every other one compressed; each comes again when all have come.</summary>
    private const int Files = 12;

    /// <summary>Records of a file.</summary>
    private const int Records = 200;

    /// <summary>Of the records, so many delete their movie, which a later version of the file brings back.</summary>
    private const double Deleted = 0.1;

    private readonly MovieGenerator generator = new(Files * Records, seed: 999);
    private Rolls rolls = new(settings.Seed + 999);
    private int dropped;

    /// <summary>How many came.</summary>
    public int Dropped => Volatile.Read(ref dropped);

    /// <summary>Drops files until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var turns = new PeriodicTimer(settings.Drops);
        while (await turns.WaitForNextTickAsync(stop))
            Drop();
    }

    /// <summary>Drops the next file.</summary>
    public void Drop()
    {
        var file = Dropped % Files;
        var folder = place.NewFolder("soak");
        var name = string.Create(CultureInfo.InvariantCulture, $"soak-{file:00}.ndjson{(file % 2 == 0 ? ".gz" : "")}");
        using (var output = Create(Path.Combine(folder, name)))
            Write(output, file * Records, 1 + (Dropped / Files));
        place.Drop(folder);
        Interlocked.Increment(ref dropped);
    }

    private void Write(Stream output, int first, int version)
    {
        for (var i = first; i < first + Records; i++)
        {
            var movie = generator.Make(i, version);
            output.Write(rolls.Chance(Deleted) ? "{\"deleted\":true,"u8 : "{"u8);
            output.Write(movie[1..]);
            output.WriteByte((byte)'\n');
        }
    }

    private static Stream Create(string path)
    {
        var file = File.Create(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }
}
