using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Takes the likeliest names from all parts' runs.</summary>
/// <remarks>
/// What a name's movies add to it, they add in several parts. Each part gives its names by what its own movies add; the totals of
/// those that have come are known, and one that has not come in any part has no more than the parts' next ones have together (the
/// threshold algorithm of Fagin, Lotem and Naor). So few of each part are looked at, and the result is exact. Deleted movies count
/// in a part's order and not in the totals: they only make the threshold higher than it need be.
/// </remarks>
internal sealed class NameCandidates
{
    private readonly List<RankedSuffixes> ranked = [];
    private readonly HashSet<int> seen = [];
    private readonly List<Candidate> best = []; // Ascending in the order of the answer.

    /// <summary>Adds the best names that have not been found.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="runs">Of each part, the runs of suffixes.</param>
    /// <param name="kind">Which of these.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="before">What has been found.</param>
    /// <param name="found">Takes them, best first.</param>
    public void Take(
        Snapshot snapshot, List<List<(int First, int End)>> runs, SuffixKind kind, int size, List<Suggestion> before, List<Suggestion> found)
    {
        seen.Clear();
        best.Clear();
        foreach (var one in before)
            seen.Add(one.Name);
        for (var part = 0; part < snapshot.Parts.Length; part++)
        {
            if (part == ranked.Count)
                ranked.Add(new RankedSuffixes());
            ranked[part].Reset(snapshot.Parts[part].Part.Suggestions, kind, runs[part]);
        }
        while (Next(snapshot, size) is var part and >= 0)
            Look(snapshot, part, size);
        foreach (var one in best)
            found.Add(new Suggestion(Likelihood.OfName(one.Roles), one.Part, one.Term, one.Name, one.Suffix));
        foreach (var one in ranked)
            one.Release();
    }

    /// <summary>The part whose next name has most; −1 when no further name can be among the best.</summary>
    private int Next(Snapshot snapshot, int size)
    {
        long together = 0;
        int most = -1, left = 0, mostSuffix = 0, mostScore = 0;
        for (var part = 0; part < snapshot.Parts.Length; part++)
        {
            if (!ranked[part].TryPeek(out var suffix, out var score))
                continue;
            left++;
            together += score;
            if (most < 0 || score > mostScore)
                (most, mostSuffix, mostScore) = (part, suffix, score);
        }
        if (most < 0 || best.Count < size)
            return most;
        var last = best[^1];
        if (together != last.Roles)
            return together < last.Roles ? -1 : most;
        // As many as the last one has, it could only have by coming before it in the alphabet: of a single part, what follows does not.
        return left == 1 && SuffixOrder.Compare(SuffixOf(snapshot, most, mostSuffix), SuffixOf(snapshot, last.Part, last.Suffix)) > 0 ? -1 : most;
    }

    private void Look(Snapshot snapshot, int part, int size)
    {
        ranked[part].TryPeek(out var suffix, out _);
        ranked[part].Pop();
        var live = snapshot.Parts[part];
        var term = live.Part.Suggestions.NumberOf(suffix);
        var name = live.CastNumbers[term];
        if (!seen.Add(name) || snapshot.Names[name] is not { Movies: > 0 } total)
            return;
        var candidate = new Candidate(total.Roles, part, suffix, term, name);
        var place = best.Count;
        while (place > 0 && Compare(snapshot, candidate, best[place - 1]) < 0)
            place--;
        if (place >= size)
            return;
        best.Insert(place, candidate);
        if (best.Count > size)
            best.RemoveAt(size);
    }

    /// <summary>Most first, then by what was found, then by the name.</summary>
    private static int Compare(Snapshot snapshot, Candidate one, Candidate other)
    {
        if (one.Roles != other.Roles)
            return other.Roles.CompareTo(one.Roles);
        var order = SuffixOrder.Compare(SuffixOf(snapshot, one.Part, one.Suffix), SuffixOf(snapshot, other.Part, other.Suffix));
        return order != 0 ? order : NameOf(snapshot, one).SequenceCompareTo(NameOf(snapshot, other));
    }

    private static ReadOnlySpan<byte> SuffixOf(Snapshot snapshot, int part, int suffix) => snapshot.Parts[part].Part.Suggestions[suffix];

    private static ReadOnlySpan<byte> NameOf(Snapshot snapshot, Candidate one) => snapshot.Parts[one.Part].Part.Cast.Folded[one.Term];

    private readonly record struct Candidate(long Roles, int Part, int Suffix, int Term, int Name);
}
