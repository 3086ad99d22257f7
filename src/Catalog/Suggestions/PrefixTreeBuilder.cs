using System.Runtime.InteropServices;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Builds a <see cref="PrefixTree"/>.</summary>
/// <param name="byteAt">The byte of a suffix at a depth; −1 behind its end.</param>
internal sealed class PrefixTreeBuilder(Func<int, int, int> byteAt)
{
    private readonly List<byte> labels = [], depths = [];
    private readonly List<int> ends = [], firsts = [];

    /// <summary>Builds the tree of so many suffixes, which are sorted by their bytes.</summary>
    public PrefixTree Build(int suffixes)
    {
        Add(0, 0, 0, suffixes);
        firsts.Add(suffixes);
        return new PrefixTree([.. labels], [.. depths], [.. ends], [.. firsts]);
    }

    private void Add(int label, int depth, int first, int end)
    {
        var node = labels.Count;
        labels.Add((byte)label);
        depths.Add((byte)depth);
        ends.Add(0);
        firsts.Add(first);
        if (end - first > PrefixTree.Bucket && depth < PrefixTree.MaxDepth)
            AddChildren(depth, first, end);
        CollectionsMarshal.AsSpan(ends)[node] = labels.Count;
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
}
