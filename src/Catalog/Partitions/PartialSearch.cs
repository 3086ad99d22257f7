using System.Buffers;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Searches a snapshot as one partition of several: with the same steps as <see cref="SnapshotSearch"/>, but what it finds
/// can still be merged.</summary>
internal static class PartialSearch
{
    private static readonly Query Everything = new();

    public static PartialAnswer Gather(Snapshot snapshot, Query query, TextBasis? basis, long hits, bool withDocuments)
    {
        var scratch = Scratch.Rent();
        PartialText.Prepare(snapshot, query, basis, scratch);
        // One page of as many hits; where the query goes on after a place, they do.
        var page = query with { Page = 1, PageSize = (int)Math.Clamp(hits, 0, int.MaxValue - 1) };
        var total = SnapshotSearch.SearchParts(snapshot, page, 0, scratch, out var partsWithHits);
        var hasMore = SnapshotSearch.Merge(page, partsWithHits, 0, total, scratch);
        var found = new PartialHit[scratch.Page.Count];
        for (var i = 0; i < found.Length; i++)
            found[i] = HitOf(snapshot, query, scratch.Page[i], withDocuments);
        var facets = new PartialFacet[query.Facets.Length];
        for (var f = 0; f < facets.Length; f++)
        {
            if (query.Facets[f].Others)
                SnapshotSearch.CountOthers(snapshot, query, f, scratch);
            facets[f] = FacetOf(snapshot, query.Facets[f].Dimension, scratch, f);
        }
        Scratch.Return(scratch);
        return new PartialAnswer(snapshot.Generation, total, hasMore, found, facets);
    }

    public static PartialAnswer Gather(Snapshot snapshot, ValuesQuery query)
    {
        var scratch = Scratch.Rent();
        if (query.Dimension == ValuesDimension.Year)
            ValuesSearch.CountYears(snapshot, scratch);
        else
            ValuesSearch.CountTerms(snapshot, DimensionOf(query), query.Prefix, scratch);
        var facet = FacetOf(snapshot, DimensionOf(query), scratch, 0);
        Scratch.Return(scratch);
        return new PartialAnswer(snapshot.Generation, 0, false, [], [facet]);
    }

    public static PartialDetails Detail(Snapshot snapshot, DetailsRequest request)
    {
        var scratch = Scratch.Rent();
        var documents = Array.ConvertAll(request.Ids, id => DocumentOf(snapshot, id, request.Query));
        // Whose spellings are wanted, and how often those that match use each.
        if (Array.Exists(request.Terms, static terms => terms.Length > 0))
            PartialText.Prepare(snapshot, request.Query, request.Basis, scratch);
        var spellings = new SpellingUses[request.Terms.Length][][];
        for (var f = 0; f < spellings.Length; f++)
        {
            var facet = request.Query.Facets[f];
            spellings[f] = Array.ConvertAll(request.Terms[f], term => UsesOf(snapshot, request.Query, facet, term, scratch));
        }
        Scratch.Return(scratch);
        return new PartialDetails(snapshot.Generation, documents, spellings);
    }

    public static FacetDimension DimensionOf(ValuesQuery query) => query.Dimension switch
    {
        ValuesDimension.Genre => FacetDimension.Genre,
        ValuesDimension.Actor => FacetDimension.Cast,
        _ => FacetDimension.Year,
    };

    /// <summary>The query whose details show how a dimension's values are spelt.</summary>
    public static Query QueryOf(ValuesQuery query) => Everything with { Facets = [new FacetRequest(DimensionOf(query), false)] };

    private static PartialHit HitOf(Snapshot snapshot, Query query, Hit hit, bool withDocument)
    {
        var part = snapshot.Parts[hit.Part].Part;
        return new PartialHit(
            part.Years[hit.Movie],
            query.Sort.ComparesTitles ? part.Titles[hit.Movie].ToArray() : [],
            part.IdOf(hit.Movie).ToArray(),
            withDocument ? Selected(part.DocumentOf(hit.Movie), query) : [],
            hit.Score);
    }

    private static byte[] Selected(ReadOnlySpan<byte> document, Query query)
    {
        if (query.Fields.IsEmpty)
            return document.ToArray();
        var selected = new ArrayBufferWriter<byte>(256);
        FieldSelection.Write(document, query.Fields, selected);
        return selected.WrittenSpan.ToArray();
    }

    private static byte[] DocumentOf(Snapshot snapshot, ReadOnlySpan<byte> id, Query query)
    {
        foreach (var live in snapshot.Parts)
        {
            var place = live.Part.FindId(id);
            if (place < live.Part.Count && live.Part.ById[place] is var movie && live.Part.IdOf(movie).SequenceEqual(id) && !live.IsDeleted(movie))
                return Selected(live.Part.DocumentOf(movie), query);
        }
        return [];
    }

    /// <summary>Takes the counters of a facet, and leaves them all zero.</summary>
    private static PartialFacet FacetOf(Snapshot snapshot, FacetDimension dimension, Scratch scratch, int facet)
    {
        if (dimension is FacetDimension.Year or FacetDimension.Decade)
        {
            var (years, yearCounts) = Taken(scratch.Counters(facet, FacetWriter.Years).AsSpan(0, FacetWriter.Years));
            return new PartialFacet(years, [], yearCounts);
        }
        var (vocabulary, used) = dimension == FacetDimension.Genre
            ? (snapshot.Genres, snapshot.GenreCount)
            : (snapshot.Cast, snapshot.CastCount);
        var (numbers, counts) = Taken(scratch.Counters(facet, used).AsSpan(0, used));
        return new PartialFacet([], Array.ConvertAll(numbers, number => vocabulary[number].ToArray()), counts);
    }

    private static (int[] Numbers, int[] Counts) Taken(Span<int> counters)
    {
        List<int> numbers = [], counts = [];
        for (var i = 0; i < counters.Length; i++)
        {
            if (counters[i] == 0)
                continue;
            numbers.Add(i);
            counts.Add(counters[i]);
        }
        counters.Clear();
        return ([.. numbers], [.. counts]);
    }

    private static SpellingUses[] UsesOf(Snapshot snapshot, Query query, FacetRequest facet, ReadOnlySpan<byte> term, Scratch scratch)
    {
        if (SpellingChoice.TryOnly(snapshot, facet.Dimension, term, out var only))
            return only.IsEmpty ? [] : [new SpellingUses(only.ToArray(), -1)];
        return [.. SpellingChoice.Uses(snapshot, query, facet, term, scratch).Select(static use => new SpellingUses(use.Key, use.Value))];
    }
}
