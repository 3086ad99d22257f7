using System.Buffers;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Suggestions;

namespace MovieGrains.Catalog.Partitions;

/// <summary>What a store holds at one moment, to be asked as one partition of several. Does not change; safe for any thread.</summary>
/// <remarks>Asking several is: <see cref="Gather(Query, TextBasis, long, bool)"/> of each, <see cref="PartialMerge"/> of what they say, then
/// <see cref="Detail"/> of those of which the answer shows something. A search in full text begins with <see cref="FindWords"/> and
/// <see cref="WordsMerge"/>, and one that finds nothing ends with <see cref="FindNearest"/> and <see cref="NearestMerge"/>.</remarks>
public sealed class CatalogView
{
    private readonly Snapshot snapshot;

    internal CatalogView(Snapshot snapshot) => this.snapshot = snapshot;

    /// <summary>The generation. Two views of one store and generation hold the same.</summary>
    public long Generation => snapshot.Generation;

    /// <summary>Movies in it.</summary>
    public long Movies => snapshot.Count;

    internal Snapshot Snapshot => snapshot;

    /// <summary>What it says of the words of a query's search.</summary>
    /// <param name="query">The query.</param>
    /// <param name="least">The first forgiveness that is of interest; see <see cref="TextBasis.Forgiveness"/>.</param>
    /// <param name="most">The last one.</param>
    public PartialWords FindWords(Query query, int least, int most)
    {
        ArgumentNullException.ThrowIfNull(query);
        return PartialText.Words(snapshot, query, least, most);
    }

    /// <summary>What it says to a question for what may have been meant.</summary>
    public PartialNearest FindNearest(Query query, NearestQuestion question)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(question);
        return NearestQuery.Answer(snapshot, query, question);
    }

    /// <summary>What it suggests.</summary>
    /// <param name="query">What was typed.</param>
    /// <param name="mostNames">No more names come in a turn; at least as many as suggestions are wanted.</param>
    public PartialSuggestions Suggest(SuggestQuery query, int mostNames)
    {
        ArgumentNullException.ThrowIfNull(query);
        return PartialSuggest.Gather(snapshot, query, mostNames);
    }

    /// <summary>What it has of some cast names, as one turn of suggestions.</summary>
    /// <param name="folded">The folded names.</param>
    public PartialSuggestions SuggestNames(byte[][] folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        return PartialSuggest.Names(snapshot, folded);
    }

    /// <summary>What it says to a query.</summary>
    /// <param name="query">The query. Its page does not count, its cursor does.</param>
    /// <param name="basis">What its search rests on; null without one.</param>
    /// <param name="hits">How many hits are wanted at most.</param>
    /// <param name="withDocuments">Whether they should come with their documents.</param>
    public PartialAnswer Gather(Query query, TextBasis? basis, long hits, bool withDocuments)
    {
        ArgumentNullException.ThrowIfNull(query);
        return PartialSearch.Gather(snapshot, query, basis, hits, withDocuments);
    }

    /// <summary>What it says to a question for a dimension's values: one facet of all that have the prefix.</summary>
    public PartialAnswer Gather(ValuesQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return PartialSearch.Gather(snapshot, query);
    }

    /// <summary>What the merged answer shows of it.</summary>
    public PartialDetails Detail(DetailsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PartialSearch.Detail(snapshot, request);
    }

    /// <summary>Answers a query that looks for nothing elsewhere, as <see cref="ICatalog.SearchAsync"/> does.</summary>
    public AnswerSummary Search(Query query, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(body);
        return SnapshotSearch.Answer(snapshot, query, body);
    }

    /// <summary>Answers what somebody who has typed a beginning may mean, when nothing is elsewhere, as <see cref="ICatalog.SuggestAsync"/>
    /// does.</summary>
    public AnswerSummary Suggest(SuggestQuery query, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(body);
        return SuggestSearch.Answer(snapshot, query, body);
    }

    /// <summary>Writes the document of one movie, as <see cref="ICatalog.GetMovieAsync"/> does.</summary>
    /// <returns>Whether there is such a movie.</returns>
    public bool TryGet(string id, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(body);
        var (part, movie) = snapshot.Find(id);
        if (part >= 0)
            body.Write(snapshot.Parts[part].Part.DocumentOf(movie));
        return part >= 0;
    }

    /// <summary>The year of a movie, by its id; null when it is no id.</summary>
    public static int? YearOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return MovieId.TryParse(id, out var parsed) ? parsed.Year : null;
    }
}
