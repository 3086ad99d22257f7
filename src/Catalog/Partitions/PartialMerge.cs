using System.Buffers;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Search.Ranking;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Makes of what partitions say the answer that one index of all their movies would give, byte for byte.</summary>
/// <remarks>
/// <para>No movie may be in two of them. First all say what they find (<see cref="CatalogView.Gather(Query, TextBasis, long, bool)"/> with
/// <see cref="FirstHits"/>). While <see cref="Starved"/> names some, these are asked for the hits that follow: a page far behind needs
/// more than what is sent at a time. Then those of which something is shown are asked for it (<see cref="Wanted"/>,
/// <see cref="CatalogView.Detail"/>), and <see cref="Write"/> puts it together.</para>
/// <para>Every partition is to be asked the same generation each time, or the answer would be no moment's.</para>
/// </remarks>
public sealed class PartialMerge
{
    /// <summary>No more hits are sent at a time: some 60 bytes each.</summary>
    public const int MostHits = 10_000;

    private readonly Query query;
    private readonly TextBasis? basis;
    private readonly HitMerge hits;
    private readonly List<(int Partition, PartialHit Hit)> page = [];
    private readonly TermMerge?[] terms;
    private readonly int[]?[] years;
    private readonly int partitions;
    private long skip;
    private bool hasMore, isDone;

    /// <summary>Begins.</summary>
    /// <param name="query">The query.</param>
    /// <param name="answers">What each partition says first.</param>
    /// <param name="basis">What the query's search rests on; null without one.</param>
    public PartialMerge(Query query, IReadOnlyList<PartialAnswer> answers, TextBasis? basis = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(answers);
        (this.query, this.basis) = (query, basis);
        partitions = answers.Count;
        hits = new HitMerge(query.Sort);
        skip = query.After is null ? query.Skip : 0;
        terms = new TermMerge?[query.Facets.Length];
        years = new int[]?[query.Facets.Length];
        foreach (var answer in answers)
        {
            Total += answer.Total;
            hits.Add(answer.Hits, answer.HasMore);
        }
        for (var f = 0; f < terms.Length; f++)
            AddFacet(f, answers);
        // Behind the last page there is nothing to look for.
        isDone = skip >= Total;
        Advance();
    }

    /// <summary>How many match.</summary>
    public long Total { get; }

    /// <summary>How many hits each partition is to be asked for at first.</summary>
    public static long FirstHits(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Math.Min(MostHits, (query.After is null ? query.Skip : 0) + query.PageSize + 1);
    }

    /// <summary>Which partitions are to be asked for more, and after which place each, before the page is complete; none when it is. Whoever
    /// is asked again has as many hits at least to send, or all there are.</summary>
    public IReadOnlyList<(int Partition, Cursor After)> Starved() =>
        isDone ? [] : [.. hits.Starved().Select(p => (p, hits.LastOf(p)))];

    /// <summary>Takes the hits that follow.</summary>
    /// <param name="more">From each partition that <see cref="Starved"/> named.</param>
    public void Take(IEnumerable<(int Partition, PartialAnswer Answer)> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        foreach (var (partition, answer) in more)
            hits.Go(partition, answer.Hits, answer.HasMore);
        Advance();
    }

    /// <summary>What is to be asked of a partition in the end; null when nothing is.</summary>
    public DetailsRequest? Wanted(int partition)
    {
        byte[][] ids = [.. page.Where(item => item.Partition == partition).Select(static item => item.Hit.Id)];
        var spellings = Array.ConvertAll(terms, facet => facet?.Wanted(partition) ?? []);
        return ids.Length == 0 && Array.TrueForAll(spellings, static s => s.Length == 0) ? null : new DetailsRequest(query, ids, spellings, basis);
    }

    /// <summary>Writes the answer's envelope.</summary>
    /// <param name="details">What each partition told; null where nothing was asked.</param>
    /// <param name="nearest">The nearest query that finds something, where this one does not; see <see cref="NearestMerge"/>.</param>
    /// <param name="generation">Of what the asker holds; for the summary alone.</param>
    /// <param name="body">Takes it.</param>
    /// <exception cref="InvalidOperationException">A partition told of another moment than before.</exception>
    public AnswerSummary Write(IReadOnlyList<PartialDetails?> details, string? nearest, long generation, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(body);
        var documents = Documents(details);
        var writer = new AnswerWriter(body);
        writer.Raw("{\"items\":["u8);
        for (var i = 0; i < documents.Count; i++)
        {
            if (i > 0)
                writer.Raw(","u8);
            writer.Raw(documents[i]);
        }
        var next = hasMore ? CursorCodec.Encode(page[^1].Hit.ToCursor(), query) : null;
        writer.Raw("]"u8);
        if (query.Highlight)
            WriteHighlights(documents, ref writer);
        SnapshotSearch.WriteTotals(query, Total, hasMore, next, ref writer);
        if (terms.Length > 0)
            WriteFacets(details, ref writer);
        if (nearest is not null)
            writer.Words(",\"did_you_mean\":"u8, nearest);
        writer.Raw("}"u8);
        return new AnswerSummary(Total, hasMore, next, generation, TimeSpan.Zero);
    }

    /// <summary>Takes hits as long as it is known which is the next one.</summary>
    private void Advance()
    {
        if (isDone || hits.Starved().Count > 0)
            return;
        while (hits.TryTake(out var partition, out var hit))
        {
            if (page.Count == query.PageSize)
            {
                hasMore = isDone = true;
                return;
            }
            if (skip > 0)
                skip--;
            else
                page.Add((partition, hit));
            if (hits.IsStarved(partition))
                return;
        }
        isDone = true;
    }

    private void AddFacet(int facet, IReadOnlyList<PartialAnswer> answers)
    {
        if (query.Facets[facet].Dimension is FacetDimension.Year or FacetDimension.Decade)
        {
            years[facet] = YearsOf(answers, facet);
            return;
        }
        var merge = terms[facet] = new TermMerge();
        foreach (var answer in answers)
            merge.Add(answer.Facets[facet]);
        merge.Select(0, query.FacetSize);
    }

    internal static int[] YearsOf(IReadOnlyList<PartialAnswer> answers, int facet)
    {
        var counts = new int[FacetWriter.Years];
        foreach (var answer in answers)
        {
            var counted = answer.Facets[facet];
            for (var i = 0; i < counted.Years.Length; i++)
                counts[counted.Years[i]] += counted.Counts[i];
        }
        return counts;
    }

    private List<byte[]> Documents(IReadOnlyList<PartialDetails?> details)
    {
        var places = new int[partitions];
        var documents = new List<byte[]>(page.Count);
        foreach (var (partition, _) in page)
        {
            var document = details[partition]?.Documents[places[partition]++];
            documents.Add(document is { Length: > 0 } found
                ? found
                : throw new InvalidOperationException("A partition has told of another moment than before."));
        }
        return documents;
    }

    private void WriteHighlights(List<byte[]> documents, ref AnswerWriter writer)
    {
        var scratch = Scratch.Rent();
        scratch.Highlighter.Write(documents, query, (Forgiveness)(basis?.Forgiveness ?? 0), ref writer);
        Scratch.Return(scratch);
    }

    private void WriteFacets(IReadOnlyList<PartialDetails?> details, ref AnswerWriter writer)
    {
        writer.Raw(",\"facets\":{"u8);
        for (var f = 0; f < terms.Length; f++)
        {
            if (f > 0)
                writer.Raw(","u8);
            writer.Raw(FacetWriter.NameOf(query.Facets[f].Dimension));
            if (years[f] is { } counts)
                WriteYears(f, counts, ref writer);
            else
                WriteTerms(f, details, ref writer);
            writer.Raw("]"u8);
        }
        writer.Raw("}"u8);
    }

    private void WriteYears(int facet, int[] counts, ref AnswerWriter writer)
    {
        var scratch = Scratch.Rent();
        FacetWriter.WriteYears(query.Facets[facet].Dimension, query.FacetSize, counts, ref writer, scratch);
        Scratch.Return(scratch);
    }

    private void WriteTerms(int facet, IReadOnlyList<PartialDetails?> details, ref AnswerWriter writer)
    {
        var merge = terms[facet]!;
        for (var partition = 0; partition < partitions; partition++)
        {
            if (details[partition] is { } told && told.Spellings.Length > 0)
                merge.Take(partition, told.Spellings[facet]);
        }
        merge.Write(ref writer);
    }
}
