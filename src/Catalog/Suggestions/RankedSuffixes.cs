using System.Diagnostics;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Gives the suffixes of some runs of a part, best score first, equal ones in their order; no more work than is asked for.</summary>
/// <remarks>
/// A heap of blocks of suffixes, each with its greatest score: the first block is taken apart until a suffix is first. Equals go by the
/// place, a block's being its first suffix's, so that no suffix comes before a block that may hold one which should.
/// </remarks>
internal sealed class RankedSuffixes
{
    private const int Single = -1; // The level of one suffix.
    private const int Edge = -2;   // Of fewer suffixes than make a block.

    private readonly PriorityQueue<Block, Rank> blocks = new();
    private SuggestIndex index = null!;
    private SuffixKind kind;

    /// <summary>Begins anew.</summary>
    /// <param name="of">What to give suffixes of.</param>
    /// <param name="ofKind">Which of them.</param>
    /// <param name="runs">Runs of suffixes; none overlaps another.</param>
    public void Reset(SuggestIndex of, SuffixKind ofKind, List<(int First, int End)> runs)
    {
        (index, kind) = (of, ofKind);
        blocks.Clear();
        foreach (var (first, end) in runs)
            AddRun(first, end);
        Settle();
    }

    /// <summary>Lets go of the part.</summary>
    public void Release()
    {
        index = null!;
        blocks.Clear();
    }

    /// <summary>The best suffix left; false when none is.</summary>
    /// <param name="suffix">Its number.</param>
    /// <param name="score">Its score.</param>
    public bool TryPeek(out int suffix, out int score)
    {
        var any = blocks.TryPeek(out var block, out var rank);
        (suffix, score) = (block.First, rank.Score);
        return any;
    }

    /// <summary>Passes over the best one.</summary>
    public void Pop()
    {
        blocks.Dequeue();
        Settle();
    }

    /// <summary>Takes the first block apart until a suffix is first.</summary>
    private void Settle()
    {
        while (blocks.TryPeek(out var block, out _) && block.Level != Single)
        {
            blocks.Dequeue();
            if (block.Level <= 0)
                AddSuffixes(block.First, block.End);
            else
                AddBlocks(block.Level - 1, block.First, block.End);
        }
    }

    /// <summary>Adds a run as the largest blocks that it has, and what is left of it at both ends.</summary>
    private void AddRun(int first, int end)
    {
        var level = 0;
        for (var size = RangeMaxima.Fan; first < end; size *= RangeMaxima.Fan, level++)
        {
            // Invariant: what is left begins and ends at borders of the blocks below, or at the run's own ends.
            var firstBorder = (int)Math.Min(((long)first + size - 1) / size * size, end);
            var lastBorder = Math.Max(firstBorder, end / size * size);
            AddBelow(level, first, firstBorder);
            AddBelow(level, lastBorder, end);
            (first, end) = (firstBorder, lastBorder);
            if (level == index.MaximaOf(kind).Levels - 1)
            {
                AddBlocks(level, first, end);
                return;
            }
        }
    }

    /// <summary>Adds less than a block of a level: blocks of the one below, or suffixes.</summary>
    private void AddBelow(int level, int first, int end)
    {
        if (first >= end)
            return;
        if (level > 0)
            AddBlocks(level - 1, first, end);
        else
            AddEdge(first, end);
    }

    private void AddEdge(int first, int end)
    {
        var greatest = SuggestIndex.None;
        for (var suffix = first; suffix < end; suffix++)
            greatest = Math.Max(greatest, index.ScoreOf(suffix, kind));
        Add(new Block(Edge, first, end), greatest);
    }

    private void AddSuffixes(int first, int end)
    {
        for (var suffix = first; suffix < end; suffix++)
            Add(new Block(Single, suffix, suffix + 1), index.ScoreOf(suffix, kind));
    }

    private void AddBlocks(int level, int first, int end)
    {
        var maxima = index.MaximaOf(kind);
        var size = 1;
        for (var i = 0; i <= level; i++)
            size *= RangeMaxima.Fan;
        Debug.Assert(first % size == 0 || first >= end, "Runs are cut at borders of blocks.");
        for (; first < end; first += size)
            Add(new Block(level, first, Math.Min(end, first + size)), maxima[level, first / size]);
    }

    private void Add(Block block, int score)
    {
        if (score != SuggestIndex.None)
            blocks.Enqueue(block, new Rank(score, block.First));
    }

    private readonly record struct Block(int Level, int First, int End);

    /// <summary>Greatest score first, then the first place.</summary>
    private readonly record struct Rank(int Score, int First) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => Score != other.Score ? other.Score.CompareTo(Score) : First.CompareTo(other.First);
    }
}
