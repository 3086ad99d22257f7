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
        for (var forgiveness = Forgiveness.None; forgiveness <= Forgiveness.TyposAnywhere; forgiveness++)
        {
            LookUp(snapshot, search, forgiveness, scratch);
            if (HasResult(snapshot, query, scratch))
                break;
        }
        Gather(snapshot, search, scratch);
        scratch.Scorer.Begin(search, scratch.Texts[0].Forgiveness, scratch.Statistics);
    }

    /// <summary>Looks the words up in every part.</summary>
    public static void LookUp(Snapshot snapshot, SearchText search, Forgiveness forgiveness, Scratch scratch)
    {
        while (scratch.Texts.Count < Math.Max(1, snapshot.Parts.Length))
            scratch.Texts.Add(new PartText());
        for (var p = 0; p < snapshot.Parts.Length; p++)
            scratch.Texts[p].Fill(snapshot.Parts[p], search, forgiveness);
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

    private static bool HasResult(Snapshot snapshot, Query query, Scratch scratch)
    {
        foreach (var live in snapshot.Parts)
        {
            if (PartMatcher.Match(live, query, null, scratch).Count > 0)
                return true;
        }
        return false;
    }
}
