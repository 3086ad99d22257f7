using System.Buffers;
using System.Text;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;

namespace MovieGrains.Catalog.Tests.Partitions;

/// <summary>Asks several stores as partitions of one catalogue; all that is said goes through bytes.</summary>
internal sealed class MergedPartitions(IReadOnlyList<CatalogStore> stores, int? hitsAtATime = null)
{
    public string Ask(Query query) => AskFully(query).Body;

    public (string Body, AnswerSummary Summary) AskFully(Query query)
    {
        var words = query.Search is null ? null : Words(query);
        var basis = words?.Basis;
        var merge = new PartialMerge(query, [.. stores.Select((s, i) => words?.IsConcerned(i) == false
            ? PartialAnswer.OfNothing(query)
            : Sent(s.View.Gather(query, basis, Some(PartialMerge.FirstHits(query)), false)))], basis);
        while (merge.Starved() is { Count: > 0 } starved)
        {
            merge.Take([.. starved.Select(s => (s.Partition, Sent(stores[s.Partition].View.Gather(
                query with { After = s.After, Facets = [] }, basis, Some(PartialMerge.MostHits), false))))]);
        }
        var body = new ArrayBufferWriter<byte>();
        var summary = merge.Write(Details(merge.Wanted), merge.Total == 0 ? Nearest(query) : null, 0, body);
        return (Encoding.UTF8.GetString(body.WrittenSpan), summary);
    }

    public string List(ValuesQuery query)
    {
        var merge = new ValuesMerge(query, [.. stores.Select(s => Sent(s.View.Gather(query)))]);
        var body = new ArrayBufferWriter<byte>();
        merge.Write(Details(merge.Wanted), 0, body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    /// <summary>How often some names were asked about once more, and how often all.</summary>
    public (int Some, int All) NamesAsked { get; private set; }

    public string Suggest(SuggestQuery query, int mostNames = SuggestionMerge.MostNames)
    {
        var merge = new SuggestionMerge(query, [.. stores.Select(s => Sent(s.View.Suggest(query, mostNames)))]);
        if (merge.Question is { } names)
        {
            NamesAsked = names.Length > 0 ? (NamesAsked.Some + 1, NamesAsked.All) : (NamesAsked.Some, NamesAsked.All + 1);
            merge.Take([.. merge.Unfinished.Select(i => stores[i].View).Select(view =>
                Sent(names.Length > 0 ? view.SuggestNames(names) : view.Suggest(query, int.MaxValue)))]);
        }
        var body = new ArrayBufferWriter<byte>();
        merge.Write(0, body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private WordsMerge Words(Query query)
    {
        var words = new WordsMerge(query);
        var questions = 0;
        for (; words.Question is var (least, most); questions++)
            words.Take([.. stores.Select(s => Sent(s.View.FindWords(query, least, most)))]);
        Assert.InRange(questions, 1, 3);
        return words;
    }

    private string? Nearest(Query query)
    {
        var nearest = new NearestMerge(query);
        var questions = 0;
        for (; nearest.Question is { } question; questions++)
            nearest.Take([.. stores.Select(s => PartialNearest.Read(s.View.FindNearest(query, question).ToBytes()))]);
        Assert.InRange(questions, 0, 4);
        return nearest.Found;
    }

    private long Some(long hits) => Math.Min(hits, hitsAtATime ?? int.MaxValue);

    private PartialDetails?[] Details(Func<int, DetailsRequest?> wanted) => [.. stores.Select((store, i) =>
        wanted(i) is { } request ? PartialDetails.Read(store.View.Detail(request).ToBytes()) : null)];

    private static PartialAnswer Sent(PartialAnswer answer) => PartialAnswer.Read(answer.ToBytes());

    private static PartialSuggestions Sent(PartialSuggestions suggestions) => PartialSuggestions.Read(suggestions.ToBytes());

    private static PartialWords Sent(PartialWords words) => PartialWords.Read(words.ToBytes());
}
