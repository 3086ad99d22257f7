namespace MovieGrains.Catalog.Suggestions;

/// <summary>A tree over sorted suffixes, by their bytes: the way from a prefix to the run of suffixes that begin with it.</summary>
/// <param name="Labels">Of each node the byte that leads to it; nodes in the order of their suffixes, a node before its children.</param>
/// <param name="Depths">Of each node, how many bytes lead to it from the root, which is node 0.</param>
/// <param name="Ends">Of each node, the number of the first node that is not below it.</param>
/// <param name="Firsts">Of each node, the first suffix below it; and behind the last node, how many suffixes there are.</param>
/// <remarks>A node of up to <see cref="Bucket"/> suffixes has no children: these are looked at instead. In this order a walk through the
/// tree goes through memory, and what is not wanted is passed over in one step.</remarks>
internal sealed record PrefixTree(byte[] Labels, byte[] Depths, int[] Ends, int[] Firsts)
{
    /// <summary>Up to how many suffixes are looked at sooner than told apart by nodes? A look costs about four nodes.</summary>
    public const int Bucket = 8;

    /// <summary>No node is deeper; what suffixes have in common beyond that is looked at.</summary>
    public const int MaxDepth = 64;

    public long MemoryBytes => Labels.Length + Depths.Length + (4L * (Ends.Length + Firsts.Length));

    /// <summary>The node at which the suffixes of a prefix begin, and how much of the prefix leads there.</summary>
    /// <returns>Node −1 when no suffix begins so.</returns>
    public (int Node, int Depth) Descend(ReadOnlySpan<byte> prefix)
    {
        var node = 0;
        for (var depth = 0; depth < prefix.Length; depth++)
        {
            if (IsLeaf(node))
                return (node, depth);
            int child = node + 1, end = Ends[node];
            while (child < end && Labels[child] < prefix[depth])
                child = Ends[child];
            if (child >= end || Labels[child] != prefix[depth])
                return (-1, depth);
            node = child;
        }
        return (node, prefix.Length);
    }

    public bool IsLeaf(int node) => Ends[node] == node + 1;

    /// <summary>The suffixes below a node: from the first to before the last.</summary>
    public (int First, int End) SuffixesOf(int node) => (Firsts[node], Firsts[Ends[node]]);
}
