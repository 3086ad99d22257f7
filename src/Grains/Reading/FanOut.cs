using System.Buffers;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Grains.Reading;

/// <summary>Asks several for what makes one answer, all of them or none: one that fails fails it.</summary>
/// <param name="sources">Those asked.</param>
/// <param name="mail">By which those are asked that are elsewhere.</param>
internal sealed class FanOut(IReadOnlyList<IPartialSource> sources, Mail mail)
{
    /// <summary>Hits that the rest of an export comes in.</summary>
    private const int ExportHits = 250;

    /// <summary>And the first of it: of many sources each has to send some before the first line is known.</summary>
    private const int FirstExportHits = 20;

    /// <summary>Answers a query.</summary>
    public async Task<AnswerSummary> SearchAsync(Query query, long generation, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var words = query.Search is null ? null : await WordsAsync(query, false, cancellationToken);
        var basis = words?.Basis;
        var merge = new PartialMerge(
            query, await GatherAsync(words, query, basis, PartialMerge.FirstHits(query), false, cancellationToken), basis);
        while (merge.Starved() is { Count: > 0 } starved)
        {
            var rest = query with { Facets = [] };
            var more = await SomeAsync(
                starved, (s, limit) => sources[s.Partition].GatherAsync(rest with { After = s.After }, basis, PartialMerge.MostHits, false, limit),
                cancellationToken);
            merge.Take(starved.Select((s, i) => (s.Partition, more[i])));
        }
        var details = await DetailsAsync(merge.Wanted, cancellationToken);
        return merge.Write(details, merge.Total == 0 ? await NearestAsync(query, cancellationToken) : null, generation, body);
    }

    /// <summary>Suggests.</summary>
    public async Task<AnswerSummary> SuggestAsync(SuggestQuery query, long generation, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var merge = new SuggestionMerge(
            query, await AllAsync((source, limit) => source.SuggestAsync(query, SuggestionMerge.MostNames, limit), cancellationToken));
        if (merge.Question is { } names)
        {
            merge.Take(await SomeAsync(
                merge.Unfinished,
                (i, limit) => names.Length > 0 ? sources[i].SuggestNamesAsync(names, limit) : sources[i].SuggestAsync(query, int.MaxValue, limit),
                cancellationToken));
        }
        return merge.Write(generation, body);
    }

    /// <summary>Lists the values of a dimension.</summary>
    public async Task<AnswerSummary> ListAsync(ValuesQuery query, long generation, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var merge = new ValuesMerge(query, await AllAsync((source, limit) => source.GatherAsync(query, limit), cancellationToken));
        return merge.Write(await DetailsAsync(merge.Wanted, cancellationToken), generation, body);
    }

    /// <summary>The whole result of a query, a document at a time.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> DocumentsAsync(Query query)
    {
        var rest = query with { Page = 1, After = null, Facets = [] };
        var words = query.Search is null ? null : await WordsAsync(rest, true, CancellationToken.None);
        var basis = words?.Basis;
        var merge = new HitMerge(query.Sort);
        foreach (var answer in await GatherAsync(words, rest, basis, FirstExportHits, true, CancellationToken.None))
            merge.Add(answer.Hits, answer.HasMore);
        while (true)
        {
            if (merge.Starved() is { Count: > 0 } starved)
            {
                var more = await SomeAsync(
                    starved, (i, limit) => sources[i].GatherAsync(rest with { After = merge.LastOf(i) }, basis, ExportHits, true, limit), CancellationToken.None);
                for (var i = 0; i < starved.Count; i++)
                    merge.Go(starved[i], more[i].Hits, more[i].HasMore);
            }
            if (!merge.TryTake(out var partition, out var hit))
                yield break;
            yield return hit.Document;
            while (!merge.IsStarved(partition) && merge.TryTake(out partition, out hit))
                yield return hit.Document;
        }
    }

    /// <summary>Lets all agree on what a search in full text rests on: by one question, or up to three when nothing is found as it is asked for.</summary>
    private async Task<WordsMerge> WordsAsync(Query query, bool withDocuments, CancellationToken cancellationToken)
    {
        var merge = new WordsMerge(query);
        while (merge.Question is { } forgiveness)
            merge.Take(await AllAsync((source, limit) => source.FindWordsAsync(query, forgiveness, withDocuments, limit), cancellationToken));
        return merge;
    }

    /// <summary>Gathers from all, but those that have said that they find nothing.</summary>
    private async Task<PartialAnswer[]> GatherAsync(
        WordsMerge? words, Query query, TextBasis? basis, long hits, bool withDocuments, CancellationToken cancellationToken)
    {
        int[] asked = [.. Enumerable.Range(0, sources.Count).Where(i => words?.IsConcerned(i) != false)];
        var told = await SomeAsync(asked, (i, limit) => sources[i].GatherAsync(query, basis, hits, withDocuments, limit), cancellationToken);
        var answers = new PartialAnswer[sources.Count];
        Array.Fill(answers, PartialAnswer.OfNothing(query));
        for (var i = 0; i < asked.Length; i++)
            answers[asked[i]] = told[i];
        return answers;
    }

    /// <summary>What may have been meant; null when nothing else is found either.</summary>
    private async Task<string?> NearestAsync(Query query, CancellationToken cancellationToken)
    {
        var merge = new NearestMerge(query);
        while (merge.Question is { } question)
            merge.Take(await AllAsync((source, limit) => source.FindNearestAsync(query, question, limit), cancellationToken));
        return merge.Found;
    }

    private async Task<PartialDetails?[]> DetailsAsync(Func<int, DetailsRequest?> wanted, CancellationToken cancellationToken)
    {
        var details = new PartialDetails?[sources.Count];
        (int Source, DetailsRequest Request)[] asked =
            [.. Enumerable.Range(0, sources.Count).Where(i => wanted(i) is not null).Select(i => (i, wanted(i)!))];
        var told = await SomeAsync(asked, (ask, limit) => sources[ask.Source].DetailAsync(ask.Request, limit), cancellationToken);
        for (var i = 0; i < asked.Length; i++)
            details[asked[i].Source] = told[i];
        return details;
    }

    private Task<T[]> AllAsync<T>(Func<IPartialSource, CancellationToken, ValueTask<T>> askAsync, CancellationToken cancellationToken) =>
        SomeAsync(sources, askAsync, cancellationToken);

    private async Task<TAnswer[]> SomeAsync<TAsked, TAnswer>(
        IReadOnlyList<TAsked> asked, Func<TAsked, CancellationToken, ValueTask<TAnswer>> askAsync, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = asked.Select(AskAsync).ToList();
        var sending = mail.SendAsync(end.Token);
        try
        {
            return await Task.WhenAll(asking);
        }
        finally
        {
            await sending;
        }

        async Task<TAnswer> AskAsync(TAsked one)
        {
            try
            {
                return await askAsync(one, end.Token);
            }
            catch
            {
                // Without it there is no answer: the others need not go on.
                await end.CancelAsync();
                throw;
            }
        }
    }
}
