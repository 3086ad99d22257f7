using System.Buffers;
using System.Text;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search;

/// <summary>Answers a query from a snapshot: searches each part, merges, writes.</summary>
internal static class SnapshotSearch
{
    /// <summary>Writes the answer's envelope.</summary>
    /// <returns>What it says; the engine's time is left to the caller, who has a clock.</returns>
    public static AnswerSummary Answer(Snapshot snapshot, Query query, IBufferWriter<byte> body)
    {
        var scratch = Scratch.Rent();
        var summary = Answer(snapshot, query, body, scratch);
        Scratch.Return(scratch);
        return summary;
    }

    /// <summary>Writes the documents of one page, a line each.</summary>
    /// <returns>Where the next page begins; null when none follows.</returns>
    public static Cursor? Lines(Snapshot snapshot, Query query, IBufferWriter<byte> body)
    {
        var scratch = Scratch.Rent();
        TextSearch.Prepare(snapshot, query, scratch);
        var total = SearchParts(snapshot, query, 0, scratch, out var partsWithHits);
        var hasMore = Merge(query, partsWithHits, 0, total, scratch);
        new AnswerWriter(body).Lines(snapshot, scratch.Page, query.Fields);
        var next = hasMore ? CursorAt(snapshot, query.Sort, scratch.Page[^1]) : null;
        Scratch.Return(scratch);
        return next;
    }

    private static AnswerSummary Answer(Snapshot snapshot, Query query, IBufferWriter<byte> body, Scratch scratch)
    {
        var skip = query.After is null ? query.Skip : 0;
        TextSearch.Prepare(snapshot, query, scratch);
        int partsWithHits;
        long total;
        using (var span = CatalogTracing.Start("search parts"))
        {
            total = SearchParts(snapshot, query, skip, scratch, out partsWithHits);
            span?.SetTag("movies.parts", snapshot.Parts.Length).SetTag("movies.parts_with_hits", partsWithHits);
        }
        var skipMerging = snapshot.Parts.Length == 1 ? 0 : skip;
        bool hasMore;
        using (CatalogTracing.Start("merge"))
            hasMore = Merge(query, partsWithHits, skipMerging, total, scratch);

        var writer = new AnswerWriter(body);
        writer.Items(snapshot, scratch.Page, query.Fields);
        if (query.Highlight)
            scratch.Highlighter.Write(snapshot, scratch.Page, query, ForgivenessOf(query, scratch), ref writer);
        var next = hasMore ? NextAfter(snapshot, query, scratch.Page[^1]) : null;
        WriteTotals(query, total, hasMore, next, ref writer);
        if (query.Facets.Length > 0)
            WriteFacets(snapshot, query, ref writer, scratch);
        if (total == 0 && NearestQuery.Of(snapshot, query, scratch) is { } nearest)
            writer.Words(",\"did_you_mean\":"u8, nearest);
        writer.Raw("}"u8);
        return new AnswerSummary(total, hasMore, next, snapshot.Generation, TimeSpan.Zero);
    }

    /// <summary>How far words were allowed to differ.</summary>
    private static Forgiveness ForgivenessOf(Query query, Scratch scratch) =>
        query.Search is null || scratch.Texts.Count == 0 ? Forgiveness.None : scratch.Texts[0].Forgiveness;

    /// <summary>Writes what comes after the items, up to the facets.</summary>
    public static void WriteTotals(Query query, long total, bool hasMore, string? next, ref AnswerWriter writer)
    {
        writer.Number(",\"total\":"u8, total);
        if (query.After is null)
            writer.Number(",\"page\":"u8, query.Page);
        writer.Number(",\"page_size\":"u8, query.PageSize);
        writer.Raw(hasMore ? ",\"has_more\":true"u8 : ",\"has_more\":false"u8);
        if (next is not null)
            writer.Text(",\"next\":\""u8, next);
    }

    /// <summary>Searches every part: its matches are counted, its first ones taken in order, its facets added up.</summary>
    public static long SearchParts(Snapshot snapshot, Query query, long skip, Scratch scratch, out int partsWithHits)
    {
        long total = 0;
        partsWithHits = 0;
        // A single part can leave out the pages before by itself; of several, each may hold all of them.
        var single = snapshot.Parts.Length == 1;
        for (var p = 0; p < snapshot.Parts.Length; p++)
        {
            var live = snapshot.Parts[p];
            var matches = PartMatcher.Match(live, query, null, scratch);
            if (matches.Count == 0)
                continue;
            total += matches.Count;
            scratch.HitsOf(partsWithHits++).Fill(
                p, live.Part, matches, query, single ? skip : 0, (single ? 0 : skip) + query.PageSize + 1, scratch);
            for (var f = 0; f < query.Facets.Length; f++)
            {
                if (!query.Facets[f].Others)
                    Count(snapshot, live, query.Facets[f].Dimension, matches, f, scratch);
            }
        }
        return total;
    }

    /// <summary>Merges the parts' first hits into the page.</summary>
    /// <returns>Whether a hit follows the page.</returns>
    public static bool Merge(Query query, int parts, long skip, long total, Scratch scratch)
    {
        scratch.Page.Clear();
        if (skip >= total)
            return false;
        Span<int> places = parts <= 64 ? stackalloc int[64] : new int[parts];
        places = places[..parts];
        places.Clear();
        while (NextPart(query.Sort, places, scratch.Hits) is var best && best >= 0)
        {
            if (scratch.Page.Count == query.PageSize)
                return true;
            if (skip > 0)
                skip--;
            else
                scratch.Page.Add(new Hit(
                    scratch.Hits[best].PartIndex, scratch.Hits[best][places[best]], scratch.Hits[best].ScoreAt(places[best])));
            places[best]++;
        }
        return false;
    }

    /// <summary>Which part has the next hit; −1 when none has one.</summary>
    private static int NextPart(Sort sort, ReadOnlySpan<int> places, List<OrderedHits> hits)
    {
        var best = -1;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < hits[i].Count
                && (best < 0 || HitOrder.Compare(sort, hits[i], places[i], hits[best], places[best]) < 0))
                best = i;
        }
        return best;
    }

    private static string NextAfter(Snapshot snapshot, Query query, Hit hit)
    {
        var part = snapshot.Parts[hit.Part].Part;
        var title = query.Sort.ComparesTitles ? part.Titles[hit.Movie] : [];
        return CursorCodec.Encode(part.Years[hit.Movie], title, part.IdOf(hit.Movie), hit.Score, query);
    }

    private static Cursor CursorAt(Snapshot snapshot, Sort sort, Hit hit)
    {
        var part = snapshot.Parts[hit.Part].Part;
        return new Cursor(
            part.Years[hit.Movie],
            sort.ComparesTitles ? part.Titles[hit.Movie].ToArray() : [],
            Encoding.ASCII.GetString(part.IdOf(hit.Movie)),
            hit.Score);
    }

    private static void Count(Snapshot snapshot, LivePart live, FacetDimension dimension, MatchSet matches, int facet, Scratch scratch)
    {
        switch (dimension)
        {
            case FacetDimension.Genre:
                FacetCounter.CountTerms(
                    live, dimension, matches, scratch.Counters(facet, snapshot.GenreCount), scratch.OwnCounters(live.Part.Genres.Count));
                break;
            case FacetDimension.Cast:
                FacetCounter.CountTerms(
                    live, dimension, matches, scratch.Counters(facet, snapshot.CastCount), scratch.OwnCounters(live.Part.Cast.Count));
                break;
            default:
                FacetCounter.CountYears(live.Part, matches, scratch.Counters(facet, FacetWriter.Years));
                break;
        }
    }

    private static void WriteFacets(Snapshot snapshot, Query query, ref AnswerWriter writer, Scratch scratch)
    {
        writer.Raw(",\"facets\":{"u8);
        for (var f = 0; f < query.Facets.Length; f++)
        {
            if (query.Facets[f].Others)
                CountOthers(snapshot, query, f, scratch);
            FacetWriter.Write(snapshot, query, f, ref writer, scratch);
        }
        writer.Raw("}"u8);
    }

    /// <summary>Counts a facet as if the query had no filter of its dimension.</summary>
    public static void CountOthers(Snapshot snapshot, Query query, int facet, Scratch scratch)
    {
        var dimension = query.Facets[facet].Dimension;
        foreach (var live in snapshot.Parts)
            Count(snapshot, live, dimension, PartMatcher.Match(live, query, dimension, scratch), facet, scratch);
    }
}
