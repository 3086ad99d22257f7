using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Store;

/// <summary>Some parts made into one: built beside, while readers and the writer go on with the parts as they are.</summary>
internal sealed class Compaction
{
    private readonly List<(int Input, int Movie)> added = [];
    private int[] order = [];

    private Compaction(LivePart[] inputs) => Inputs = inputs;

    /// <summary>The parts, as they were when the compaction began.</summary>
    public LivePart[] Inputs { get; }

    /// <summary>The new part; null when no movie was left.</summary>
    public Part? Output { get; private set; }

    public static Compaction Run(LivePart[] inputs)
    {
        var compaction = new Compaction(inputs);
        compaction.Build();
        return compaction;
    }

    /// <summary>The stamps of the new part's movies, as they are now.</summary>
    public PartStamps Stamps(PartStamps[] inputs)
    {
        var stamps = new PartStamps(order.Length);
        for (var movie = 0; movie < order.Length; movie++)
        {
            var (input, old) = added[order[movie]];
            stamps[movie] = inputs[input][old];
        }
        return stamps;
    }

    /// <summary>The new part's movies that have been deleted from the old ones since the compaction began.</summary>
    /// <param name="now">The inputs, as they are now; null for one of which no movie is left.</param>
    public List<int> DeletedMeanwhile(LivePart?[] now)
    {
        var deleted = new List<int>();
        if (now.Zip(Inputs).All(p => p.First?.DeletedCount == p.Second.DeletedCount))
            return deleted;
        for (var movie = 0; movie < order.Length; movie++)
        {
            var (input, old) = added[order[movie]];
            if (now[input]?.IsDeleted(old) ?? true)
                deleted.Add(movie);
        }
        return deleted;
    }

    private void Build()
    {
        var arena = new DocumentArena();
        var addresses = new List<long>(Inputs.Sum(i => i.LiveCount));
        for (var input = 0; input < Inputs.Length; input++)
        {
            var live = Inputs[input];
            for (var movie = 0; movie < live.Part.Count; movie++)
            {
                if (!live.Deleted.IsEmpty && Bitmap.Contains(live.Deleted, movie))
                    continue;
                addresses.Add(arena.Add(live.Part.DocumentOf(movie)));
                added.Add((input, movie));
            }
        }
        if (added.Count > 0)
            Output = new PartBuilder(arena.Freeze(), [.. addresses], twoThreads: false).Build(out order);
    }
}
