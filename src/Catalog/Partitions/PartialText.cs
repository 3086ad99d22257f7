using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Looks up what is asked for in full text in a snapshot that is one partition of several: the two steps of
/// <see cref="TextSearch"/>, taken apart.</summary>
internal static class PartialText
{
    /// <summary>What the snapshot has of the words.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="query">The query, which has a search.</param>
    /// <param name="least">The first forgiveness that is of interest.</param>
    /// <param name="most">The last one; 0 for none.</param>
    public static PartialWords Words(Snapshot snapshot, Query query, int least, int most)
    {
        var search = query.Search ?? throw new ArgumentException("Nothing is asked for in full text.", nameof(query));
        var scratch = Scratch.Rent();
        TextSearch.LookUp(snapshot, search, scratch);
        var found = new List<WordsFound>();
        if (least == 0)
            found.Add(FoundBy(snapshot, query, search, scratch));
        foreach (var forgiveness in Forgiving.StepsOf(search))
        {
            // Farther than by what finds something here nobody forgives.
            if ((int)forgiveness > most || (found.Count > 0 && found[^1].HasMatches))
                break;
            TextSearch.Forgive(snapshot, forgiveness, scratch);
            if ((int)forgiveness >= least)
                found.Add(FoundBy(snapshot, query, search, scratch));
        }
        Scratch.Return(scratch);
        return new PartialWords(snapshot.Generation, snapshot.Count, [.. found]);
    }

    /// <summary>Makes ready for searching, as all partitions have agreed on.</summary>
    public static void Prepare(Snapshot snapshot, Query query, TextBasis? basis, Scratch scratch)
    {
        if (query.Search is not { } search)
            return;
        ArgumentNullException.ThrowIfNull(basis);
        // Two releases that read a text as different words can't answer together.
        if (basis.Counts.Length != search.Words.Length)
            throw new InvalidDataException("The search rests on other words.");
        TextSearch.LookUp(snapshot, search, scratch);
        foreach (var forgiveness in Forgiving.StepsOf(search))
        {
            if ((int)forgiveness <= basis.Forgiveness)
                TextSearch.Forgive(snapshot, forgiveness, scratch);
        }
        scratch.Statistics.Clear();
        scratch.Statistics.Movies = basis.Movies;
        basis.Counts.CopyTo(scratch.Statistics.Counts);
        scratch.Scorer.Begin(search, (Forgiveness)basis.Forgiveness, scratch.Statistics);
    }

    private static WordsFound FoundBy(Snapshot snapshot, Query query, SearchText search, Scratch scratch)
    {
        TextSearch.Gather(snapshot, search, scratch);
        var hasMatches = TextSearch.HasResult(snapshot, query, scratch);
        return new WordsFound(
            (int)scratch.Forgiveness, hasMatches, hasMatches || HasOthers(snapshot, query, scratch),
            scratch.Statistics.Counts[..search.Words.Length].ToArray());
    }

    /// <summary>Whether a facet that counts as if a filter were not there has anything to count.</summary>
    private static bool HasOthers(Snapshot snapshot, Query query, Scratch scratch)
    {
        foreach (var facet in query.Facets)
        {
            foreach (var live in snapshot.Parts)
            {
                if (facet.Others && PartMatcher.Match(live, query, facet.Dimension, scratch).Count > 0)
                    return true;
            }
        }
        return false;
    }
}
