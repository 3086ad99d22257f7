using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Builds a <see cref="PrefixTree"/>.</summary>
/// <param name="byteAt">The byte of a suffix at a depth; −1 behind its end.</param>
internal sealed class PrefixTreeBuilder(Func<int, int, int> byteAt)
{
    private readonly ChunkedList<Node> nodes = new();

    /// <summary>Builds the tree of so many suffixes, which are sorted by their bytes.</summary>
    public PrefixTree Build(int suffixes)
    {
        Add(0, 0, 0, suffixes);
        var (labels, depths) = (new byte[nodes.Count], new byte[nodes.Count]);
        var (ends, firsts) = (new int[nodes.Count], new int[nodes.Count + 1]);
        for (var node = 0; node < labels.Length; node++)
            (labels[node], depths[node], ends[node], firsts[node]) = nodes[node];
        firsts[^1] = suffixes;
        return new PrefixTree(labels, depths, ends, firsts);
    }

    private void Add(int label, int depth, int first, int end)
    {
        var node = nodes.Count;
        nodes.Add(new Node((byte)label, (byte)depth, 0, first));
        if (end - first > PrefixTree.Bucket && depth < PrefixTree.MaxDepth)
            AddChildren(depth, first, end);
        nodes[node].End = nodes.Count;
    }

    private void AddChildren(int depth, int first, int end)
    {
        for (int start = first, next; start < end; start = next)
        {
            var label = byteAt(start, depth);
            next = start + 1;
            while (next < end && byteAt(next, depth) == label)
                next++;
            if (label >= 0)
                Add(label, depth + 1, start, next);
        }
    }

    private record struct Node(byte Label, byte Depth, int End, int First);
}
