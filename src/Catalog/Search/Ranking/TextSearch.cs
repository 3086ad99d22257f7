using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Looks up what is asked for in full text, in two steps that can be taken apart: gathering what ranking wants to know of the
/// whole catalogue, and ranking.</summary>
internal static class TextSearch
{
    /// <summary>Looks the words of a query up in every part, forgiving as little as gives a result; and gathers the statistics.</summary>
    public static void Prepare(Snapshot snapshot, Query query, Scratch scratch)
    {
        if (query.Search is not { } search)
            return;
        LookUp(snapshot, search, scratch);
        if (!HasResult(snapshot, query, scratch))
            Forgive(snapshot, query, search, scratch);
        Gather(snapshot, search, scratch);
        scratch.Scorer.Begin(search, scratch.Forgiveness, scratch.Statistics);
    }

    /// <summary>Looks the words up in every part, as they are asked for.</summary>
    public static void LookUp(Snapshot snapshot, SearchText search, Scratch scratch)
    {
        scratch.Forgiveness = Forgiveness.None;
        while (scratch.Texts.Count < snapshot.Parts.Length)
            scratch.Texts.Add(new PartText());
        for (var p = 0; p < snapshot.Parts.Length; p++)
            scratch.Texts[p].Fill(snapshot.Parts[p], search);
    }

    /// <summary>Looks up in every part what differs so far.</summary>
    public static void Forgive(Snapshot snapshot, Forgiveness forgiveness, Scratch scratch)
    {
        scratch.Forgiveness = forgiveness;
        for (var p = 0; p < snapshot.Parts.Length; p++)
            scratch.Texts[p].Forgive(forgiveness);
    }

    private static void Forgive(Snapshot snapshot, Query query, SearchText search, Scratch scratch)
    {
        foreach (var forgiveness in Forgiving.StepsOf(search))
        {
            Forgive(snapshot, forgiveness, scratch);
            if (HasResult(snapshot, query, scratch))
                return;
        }
    }

    /// <summary>Adds up what the parts have of each word.</summary>
    public static void Gather(Snapshot snapshot, SearchText search, Scratch scratch)
    {
        scratch.Statistics.Clear();
        scratch.Statistics.Movies = snapshot.Count;
        for (var p = 0; p < snapshot.Parts.Length; p++)
        {
            for (var word = 0; word < search.Words.Length; word++)
                scratch.Statistics.Counts[word] += scratch.Texts[p][word].Count(snapshot.Parts[p].Deleted);
        }
    }

    /// <summary>Whether any movie meets the query, as its words have been looked up.</summary>
    public static bool HasResult(Snapshot snapshot, Query query, Scratch scratch)
    {
        for (var p = 0; p < snapshot.Parts.Length; p++)
        {
            var text = scratch.Texts[p];
            if (text.MatchCount == 0)
                continue;
            // Without other filters there is nothing to intersect with, and matches are counted once more when they are answered.
            var found = query is { Texts.IsEmpty: true, Years.IsEmpty: true }
                ? text.MatchCount - Bitmap.CountAnd(text.Matches, snapshot.Parts[p].Deleted)
                : PartMatcher.Match(snapshot.Parts[p], query, null, scratch).Count;
            if (found > 0)
                return true;
        }
        return false;
    }
}
