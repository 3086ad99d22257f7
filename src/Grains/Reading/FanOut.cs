using System.Buffers;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Grains.Reading;

/// <summary>Asks several for what makes one answer: a bounded number at a time, and all of them or none. One that fails fails it.</summary>
internal sealed class FanOut(IReadOnlyList<IPartialSource> sources, int atATime)
{
    /// <summary>Hits that the rest of an export comes in.</summary>
    private const int ExportHits = 250;

    /// <summary>And the first of it: of many sources each has to send some before the first line is known.</summary>
    private const int FirstExportHits = 20;

    /// <summary>Answers a query.</summary>
    public async Task<AnswerSummary> SearchAsync(Query query, long generation, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var hits = PartialMerge.FirstHits(query);
        var merge = new PartialMerge(query, await AllAsync((source, limit) => source.GatherAsync(query, hits, false, limit), cancellationToken));
        while (merge.Starved() is { Count: > 0 } starved)
        {
            var rest = query with { Facets = [] };
            var more = await SomeAsync(
                starved, (s, limit) => sources[s.Partition].GatherAsync(rest with { After = s.After }, PartialMerge.MostHits, false, limit), cancellationToken);
            merge.Take(starved.Select((s, i) => (s.Partition, more[i])));
        }
        return merge.Write(await DetailsAsync(merge.Wanted, cancellationToken), generation, body);
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
        var merge = new HitMerge(query.Sort);
        foreach (var answer in await AllAsync((source, limit) => source.GatherAsync(rest, FirstExportHits, true, limit), CancellationToken.None))
            merge.Add(answer.Hits, answer.HasMore);
        while (true)
        {
            if (merge.Starved() is { Count: > 0 } starved)
            {
                var more = await SomeAsync(
                    starved, (i, limit) => sources[i].GatherAsync(rest with { After = merge.LastOf(i) }, ExportHits, true, limit), CancellationToken.None);
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
        var answers = new TAnswer[asked.Count];
        var next = -1;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = Enumerable.Range(0, Math.Min(atATime, asked.Count)).Select(_ => AskInTurnAsync()).ToList();
        await Task.WhenAll(asking);
        return answers;

        async Task AskInTurnAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < asked.Count)
            {
                try
                {
                    answers[i] = await askAsync(asked[i], end.Token);
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
}
