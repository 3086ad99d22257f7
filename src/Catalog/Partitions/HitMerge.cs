using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Merges the hits of partitions in the order of a query, as far as they have been sent.</summary>
/// <param name="sort">The order.</param>
public sealed class HitMerge(Sort sort)
{
    private readonly List<Run> runs = [];
    private readonly PriorityQueue<int, PartialHit> next = new(Comparer<PartialHit>.Create((left, right) => PartialHit.Compare(sort, left, right)));

    /// <summary>Adds a partition's first hits.</summary>
    /// <param name="hits">In the query's order.</param>
    /// <param name="hasMore">Whether others follow.</param>
    public void Add(PartialHit[] hits, bool hasMore)
    {
        ArgumentNullException.ThrowIfNull(hits);
        runs.Add(new Run());
        Go(runs.Count - 1, hits, hasMore);
    }

    /// <summary>Goes on with a partition of which all hits have been taken.</summary>
    public void Go(int partition, PartialHit[] hits, bool hasMore)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var run = runs[partition];
        (run.Hits, run.Place, run.HasMore) = (hits, 0, hasMore);
        if (hits.Length > 0)
            next.Enqueue(partition, hits[0]);
    }

    /// <summary>The partitions that have to send more before the next hit is known.</summary>
    public IReadOnlyList<int> Starved()
    {
        var starved = new List<int>();
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Place == runs[i].Hits.Length && runs[i].HasMore)
                starved.Add(i);
        }
        return starved;
    }

    /// <summary>The last hit that was sent by a partition.</summary>
    public Cursor LastOf(int partition) => runs[partition].Hits[^1].ToCursor();

    /// <summary>Takes the next hit; false when there is none. Not while any partition is starved.</summary>
    public bool TryTake(out int partition, out PartialHit hit)
    {
        if (!next.TryDequeue(out partition, out hit))
            return false;
        var run = runs[partition];
        if (++run.Place < run.Hits.Length)
            next.Enqueue(partition, run.Hits[run.Place]);
        return true;
    }

    /// <summary>Whether taking the last hit has left that partition with nothing though others follow.</summary>
    public bool IsStarved(int partition) => runs[partition] is var run && run.Place == run.Hits.Length && run.HasMore;

    private sealed class Run
    {
        public PartialHit[] Hits { get; set; } = [];

        public int Place { get; set; }

        public bool HasMore { get; set; }
    }
}
