using MovieGrains.Catalog.Durability;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>All that an owner has beyond what a replica holds of its year.</summary>
internal sealed class YearPull
{
    private readonly IYearSource source;
    private readonly List<byte[]> runs = [];
    private bool isImage;

    /// <summary>Begins with what a replica holds.</summary>
    public YearPull(IYearSource source, YearVersion held)
    {
        this.source = source;
        Begun = Version = held;
    }

    /// <summary>What a replica held when it began.</summary>
    public YearVersion Begun { get; }

    public int Year => Version.Year;

    /// <summary>What a replica holds that has read it.</summary>
    public YearVersion Version { get; private set; }

    /// <summary>What came, in its order.</summary>
    public IReadOnlyList<byte[]> Runs => runs;

    /// <summary>Bytes of the runs.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether there is anything to read.</summary>
    public bool HasNews => isImage || runs.Count > 0;

    /// <summary>Why the owner could not be asked; null when it could.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Asks until there is nothing more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var run = 0; ;)
            {
                var answer = await source.PullAsync(Year, new PullRequest(Version.Epoch, Version.Version, run), cancellationToken);
                if (answer.IsImage && run == 0)
                    Begin(answer.Version);
                else if (!answer.IsImage)
                    Version = answer.Version;
                runs.AddRange(answer.Runs);
                Bytes += answer.Runs.Sum(static r => (long)r.Length);
                run = answer.NextRun;
                // What was committed while an image was sent comes after it.
                if (run == 0 && !answer.HasMore && !answer.IsImage)
                    return;
            }
        }
        catch (Exception failure)
        {
            Failure = failure;
        }
    }

    /// <summary>Reads it into a replica's next commit.</summary>
    public void ReadInto(ICatalogReplay replay)
    {
        if (isImage)
            replay.Clear(Year);
        foreach (var run in runs)
            replay.ReadRun(run);
    }

    /// <summary>Commits can't be gone on from: all there is comes, in the place of what came before.</summary>
    private void Begin(YearVersion version)
    {
        runs.Clear();
        Bytes = 0;
        isImage = true;
        Version = version;
    }
}
