using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Takes the likeliest titles from all parts' runs.</summary>
/// <remarks>Each part gives its own in the order of the whole, so that taking the best of their first ones is merging them: likeliest
/// first, then by what was found, then newest, then by title, then by id.</remarks>
internal sealed class TitleCandidates
{
    private readonly List<RankedSuffixes> ranked = [];

    /// <summary>Adds the best titles that have not been found.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="runs">Of each part, the runs of suffixes.</param>
    /// <param name="kind">Which of these.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="before">What has been found.</param>
    /// <param name="found">Takes them, best first.</param>
    public void Take(
        Snapshot snapshot, List<List<(int First, int End)>> runs, SuffixKind kind, int size, List<Suggestion> before, List<Suggestion> found)
    {
        for (var part = 0; part < snapshot.Parts.Length; part++)
        {
            if (part == ranked.Count)
                ranked.Add(new RankedSuffixes());
            ranked[part].Reset(snapshot.Parts[part].Part.Suggestions, kind, runs[part]);
        }
        while (found.Count < size && Next(snapshot) is { } next)
        {
            if (!snapshot.Parts[next.Part].IsDeleted(next.Number) && !Contains(snapshot, before, next) && !Contains(snapshot, found, next))
                found.Add(next);
        }
        foreach (var one in ranked)
            one.Release();
    }

    private Suggestion? Next(Snapshot snapshot)
    {
        (int Part, int Suffix, int Score) best = (-1, 0, 0);
        for (var part = 0; part < snapshot.Parts.Length; part++)
        {
            if (ranked[part].TryPeek(out var suffix, out var score) && (best.Part < 0 || Compare(snapshot, (part, suffix, score), best) < 0))
                best = (part, suffix, score);
        }
        if (best.Part < 0)
            return null;
        ranked[best.Part].Pop();
        return new Suggestion(best.Score, best.Part, snapshot.Parts[best.Part].Part.Suggestions.NumberOf(best.Suffix), -1, best.Suffix);
    }

    private static int Compare(Snapshot snapshot, (int Part, int Suffix, int Score) one, (int Part, int Suffix, int Score) other)
    {
        if (one.Score != other.Score)
            return other.Score.CompareTo(one.Score);
        var (left, right) = (snapshot.Parts[one.Part].Part, snapshot.Parts[other.Part].Part);
        var order = SuffixOrder.Compare(left.Suggestions[one.Suffix], right.Suggestions[other.Suffix]);
        if (order != 0)
            return order;
        var (a, b) = (left.Suggestions.NumberOf(one.Suffix), right.Suggestions.NumberOf(other.Suffix));
        order = right.Years[b].CompareTo(left.Years[a]);
        if (order == 0)
            order = left.Titles[a].SequenceCompareTo(right.Titles[b]);
        return order != 0 ? order : left.IdOf(a).SequenceCompareTo(right.IdOf(b));
    }

    /// <summary>Whether a title of the year is among some.</summary>
    private static bool Contains(Snapshot snapshot, List<Suggestion> some, Suggestion title)
    {
        var part = snapshot.Parts[title.Part].Part;
        foreach (var one in some)
        {
            if (!one.IsTitle)
                continue;
            var other = snapshot.Parts[one.Part].Part;
            if (other.Years[one.Number] == part.Years[title.Number] && other.Titles[one.Number].SequenceEqual(part.Titles[title.Number]))
                return true;
        }
        return false;
    }
}
