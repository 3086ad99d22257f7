namespace MovieGrains.Catalog.Suggestions;

/// <summary>Finds the suffixes that begin with what was typed but for some edits: one walk through the tree.</summary>
internal sealed class NearPrefixes
{
    private readonly TypedText.State[] states = new TypedText.State[PrefixTree.MaxDepth + 1];

    /// <summary>Adds the runs of such suffixes of an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="edits">How many edits are forgiven.</param>
    /// <param name="runs">Takes the runs, ascending, none overlapping another.</param>
    public void Find(SuggestIndex index, TypedText typed, int edits, List<(int First, int End)> runs)
    {
        var tree = index.Tree;
        states[0] = typed.Begin(edits);
        for (var node = 0; node < tree.Ends.Length;)
        {
            var depth = tree.Depths[node];
            if (depth > 0)
                typed.Step(states[depth - 1], tree.Labels[node], out states[depth]);
            if (typed.IsMatch(states[depth]))
                Add(runs, tree.SuffixesOf(node));
            else if (!typed.MayMatch(states[depth]))
            {
                // Nothing below can match either.
            }
            else if (!tree.IsLeaf(node))
            {
                node++;
                continue;
            }
            else
            {
                AddMatching(index, typed, tree.SuffixesOf(node), depth, runs);
            }
            node = tree.Ends[node];
        }
    }

    private void AddMatching(SuggestIndex index, TypedText typed, (int First, int End) suffixes, int depth, List<(int First, int End)> runs)
    {
        for (var suffix = suffixes.First; suffix < suffixes.End; suffix++)
        {
            if (Matches(index, typed, suffix, depth))
                Add(runs, (suffix, suffix + 1));
        }
    }

    private bool Matches(SuggestIndex index, TypedText typed, int suffix, int depth)
    {
        var state = states[depth];
        while (index.ByteAt(suffix, depth++) is >= 0 and var next)
        {
            typed.Step(state, next, out var after);
            state = after;
            if (typed.IsMatch(state))
                return true;
            if (!typed.MayMatch(state))
                return false;
        }
        return false;
    }

    private static void Add(List<(int First, int End)> runs, (int First, int End) run)
    {
        if (runs.Count > 0 && runs[^1].End == run.First)
            runs[^1] = (runs[^1].First, run.End);
        else if (run.First < run.End)
            runs.Add(run);
    }
}
