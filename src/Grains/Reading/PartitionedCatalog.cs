using System.Buffers;
using Microsoft.Extensions.Logging;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>The catalogue, where a silo holds only some of its years: what it holds is searched, others are asked for the rest, and
/// what all say is merged.</summary>
/// <remarks>Never a part of an answer as the whole: whoever can't be asked makes it <see cref="ReaderResult.Unreachable"/>.</remarks>
public sealed partial class PartitionedCatalog(
    Replica replica, IPartitions partitions, PartitionedOptions options, ReadingMeters meters, TimeProvider time, ILogger<PartitionedCatalog> log)
{
    /// <summary>How often is a question begun anew that was overtaken by writes?</summary>
    private const int Attempts = 4;

    /// <summary>For how long is nobody asked again who has other rules? They change when a silo starts, which takes longer.</summary>
    private static readonly TimeSpan RulesPause = TimeSpan.FromSeconds(1);

    private long differedAt; // A timestamp: when somebody had other rules; 0 before.

    private static readonly ReaderAnswer Unreachable = new(ReaderResult.Unreachable, [], 0, false, null, 0, 0);

    /// <summary>Answers a query.</summary>
    public Task<ReaderAnswer> SearchAsync(SearchRequest request, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.ToQuery();
        return AnswerAsync(
            async limit =>
            {
                var place = LookFor(query);
                if (place.Elsewhere.Count == 0)
                    return Local(query, place.View);
                if (place.Elsewhere.Count == 1 && !place.IsHere)
                    return Finished(await AskYearAsync(place.Elsewhere[0], PartialQuestion.About(PartialKind.Answer, query) with { AtLeast = atLeast }, limit));
                // How rare a word is only all years together know.
                if (query.Search is null && place.Elsewhere.Count >= options.LeastYears && await TryPartitionAsync(query, atLeast, limit) is { } answer)
                    return answer;
                return await FannedAsync(place, atLeast, (fan, body) => fan.SearchAsync(query, place.View.Generation, body, limit));
            },
            cancellationToken, isSearch: query.Search is not null);
    }

    /// <summary>Answers with the values of a dimension.</summary>
    public Task<ReaderAnswer> ListValuesAsync(ValuesRequest request, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.ToQuery();
        return AnswerAsync(
            limit =>
            {
                var place = Look(replica.Years);
                return FannedAsync(place, atLeast, (fan, body) => fan.ListAsync(query, place.View.Generation, body, limit));
            },
            cancellationToken);
    }

    /// <summary>Answers with what somebody who has typed a beginning may mean.</summary>
    public Task<ReaderAnswer> SuggestAsync(SuggestRequest request, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.ToQuery();
        return AnswerAsync(
            async limit =>
            {
                var place = Look(replica.Years);
                if (place.Elsewhere.Count > 0)
                    return await FannedAsync(place, atLeast, (fan, body) => fan.SuggestAsync(query, place.View.Generation, body, limit));
                var body = new ArrayBufferWriter<byte>();
                return Answered(body, place.View.Suggest(query, body));
            },
            cancellationToken);
    }

    /// <summary>Answers with one movie's document.</summary>
    public Task<ReaderAnswer> GetMovieAsync(string id, YearVersion[] atLeast, CancellationToken cancellationToken) => AnswerAsync(
        async limit =>
        {
            var year = CatalogView.YearOf(id);
            // No other year can have it; and who asks for years that are not there must not make owners of them.
            var place = Look(year is { } one && replica.Years.Contains(one) ? [one] : []);
            if (place.Elsewhere.Count > 0)
                return Finished(await AskYearAsync(year!.Value, new PartialQuestion { Kind = PartialKind.Movie, MovieId = id, AtLeast = atLeast }, limit));
            var body = new ArrayBufferWriter<byte>();
            var found = place.View.TryGet(id, body);
            return Answered(body, new AnswerSummary(found ? 1 : 0, false, null, place.View.Generation, TimeSpan.Zero));
        },
        cancellationToken);

    /// <summary>Begins an export: every source is asked at one moment of it.</summary>
    public (long Generation, IAsyncEnumerable<ReadOnlyMemory<byte>> Documents) Export(SearchRequest request, YearVersion[] atLeast)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.ToQuery();
        var place = LookFor(query with { Facets = [] });
        return (place.View.Generation, FanOver(place, atLeast).DocumentsAsync(query));
    }

    private async Task<ReaderAnswer> AnswerAsync(
        Func<CancellationToken, Task<ReaderAnswer>> answerAsync, CancellationToken cancellationToken, bool isSearch = false)
    {
        meters.Answered();
        var began = time.GetTimestamp();
        if (isSearch && HaveRulesDiffered(began))
        {
            meters.Failed();
            return Unreachable;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Limit);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await answerAsync(limit.Token);
                return answer with { EngineTicks = time.GetElapsedTime(began).Ticks };
            }
            catch (NotAnsweredException overtaken) when (overtaken.Result == PartialResult.Gone && attempt < Attempts)
            {
                // What was gathered is no longer kept there; it begins anew.
            }
            catch (NotAnsweredException differing) when (differing.Result == PartialResult.OtherRules)
            {
                RulesDiffer(time.GetTimestamp());
                return Unreachable;
            }
            catch (NotAnsweredException behind) when (behind.Result == PartialResult.Behind)
            {
                return Unreachable with { Result = ReaderResult.Behind };
            }
            catch (Exception failure)
            {
                meters.Failed();
                AskingFailed(log, failure.Message);
                return Unreachable;
            }
        }
    }

    /// <summary>Whether others were found to rank by other rules just now: whoever asks tries again and again, and each time all would be asked.</summary>
    private bool HaveRulesDiffered(long now) =>
        Interlocked.Read(ref differedAt) is var at and not 0 && time.GetElapsedTime(at, now) < RulesPause;

    private void RulesDiffer(long now)
    {
        meters.RulesDiffered();
        meters.Failed();
        Interlocked.Exchange(ref differedAt, Math.Max(1, now));
        RulesDiffer(log);
    }

    /// <summary>Looks for the years that a query looks into: with a search all there are, as how rare its words are, and whether typos are
    /// forgiven, is a matter of them all.</summary>
    private Place LookFor(Query query)
    {
        var all = replica.Years;
        var named = QueryPlan.YearsOf(query, all);
        return query.Search is null ? Look(named) : Look(all, named);
    }

    /// <summary>What the silo holds, and which years of those wanted it does not.</summary>
    /// <param name="years">Those wanted.</param>
    /// <param name="named">Those that the question names, where they are others: it is these that are worth being held.</param>
    private Place Look(IReadOnlyList<int> years, IReadOnlyList<int>? named = null)
    {
        var (view, held) = replica.Look();
        replica.Asked(named ?? years);
        return new Place(view, years.Any(held.Contains), [.. years.Where(year => !held.Contains(year))]);
    }

    private static ReaderAnswer Local(Query query, CatalogView view)
    {
        var body = new ArrayBufferWriter<byte>(16 << 10);
        return Answered(body, view.Search(query, body));
    }

    /// <summary>Asks the derived partition that covers a query; null when there is none, or when it can't answer just now: then the years
    /// are asked.</summary>
    private async Task<ReaderAnswer?> TryPartitionAsync(Query query, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        if (QueryPlan.PartitionOf(query) is not { } partition)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.PartitionLimit);
        try
        {
            var question = PartialQuestion.About(PartialKind.Answer, query) with { AtLeast = atLeast };
            var reply = await AskAsync(partition, question, limit.Token).WaitAsync(limit.Token);
            if (reply.Result == PartialResult.Answered)
            {
                meters.PartitionAnswered();
                return Finished(reply);
            }
            if (reply.Result != PartialResult.Split)
                return null;
            var answer = await SharesAsync(partition, reply.Split, query, atLeast, limit.Token);
            meters.PartitionAnswered();
            return answer;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            AskingFailed(log, failure.Message);
            return null;
        }
    }

    /// <summary>Asks all shares of a partition that was split.</summary>
    private async Task<ReaderAnswer> SharesAsync(PartitionKey partition, int split, Query query, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        var shares = Enumerable.Range(0, 1 << split).Select(share => partition.ShareOf(split, share));
        var mail = NewMail();
        var sources = shares.Select(share => (IPartialSource)new RemoteSource((q, limit) => mail.AskAsync(share, q, limit), atLeast)).ToList();
        var body = new ArrayBufferWriter<byte>(16 << 10);
        return Answered(body, await new FanOut(sources, mail).SearchAsync(query, 0, body, cancellationToken));
    }

    private async Task<ReaderAnswer> FannedAsync(Place place, YearVersion[] atLeast, Func<FanOut, IBufferWriter<byte>, Task<AnswerSummary>> answerAsync)
    {
        var body = new ArrayBufferWriter<byte>(16 << 10);
        return Answered(body, await answerAsync(FanOver(place, atLeast), body));
    }

    private FanOut FanOver(Place place, YearVersion[] atLeast)
    {
        var mail = NewMail();
        var sources = new List<IPartialSource>();
        if (place.IsHere || place.Elsewhere.Count == 0)
            sources.Add(new LocalSource(place.View));
        foreach (var year in place.Elsewhere)
            sources.Add(new RemoteSource((question, limit) => mail.AskAsync(year, question, limit), [.. atLeast.Where(v => v.Year == year)]));
        return new FanOut(sources, mail);
    }

    private Mail NewMail() => new(partitions, replica.SiloOf, meters, options.AtATime);

    private Task<PartialReply> AskYearAsync(int year, PartialQuestion question, CancellationToken cancellationToken)
    {
        meters.Called();
        return partitions.AskYearAsync(year, question, cancellationToken).WaitAsync(cancellationToken);
    }

    private Task<PartialReply> AskAsync(PartitionKey partition, PartialQuestion question, CancellationToken cancellationToken)
    {
        meters.Called();
        return partitions.AskAsync(partition, question, cancellationToken);
    }

    private static ReaderAnswer Finished(PartialReply reply) => reply.Result == PartialResult.Answered
        ? new ReaderAnswer(ReaderResult.Answered, reply.Body, reply.Total, reply.HasMore, reply.Next, reply.Generation, 0)
        : throw new NotAnsweredException(reply.Result);

    private static ReaderAnswer Answered(ArrayBufferWriter<byte> body, AnswerSummary summary) => new(
        ReaderResult.Answered, body.WrittenSpan.ToArray(), summary.Total, summary.HasMore, summary.Next, summary.Generation, 0);

    [LoggerMessage(1, LogLevel.Debug, "What others hold could not be asked: {Why}")]
    private static partial void AskingFailed(ILogger log, string why);

    [LoggerMessage(2, LogLevel.Warning, "Another silo has other rules of full-text search than this one, so that no search can be answered that "
        + "needs both: give all silos the same --search-rules")]
    private static partial void RulesDiffer(ILogger log);

    /// <summary>Where the years of a question are.</summary>
    private sealed record Place(CatalogView View, bool IsHere, List<int> Elsewhere);
}

/// <summary>How a silo asks for what it does not hold.</summary>
public sealed class PartitionedOptions
{
    /// <summary>Calls under way at a time for one question. More spread its work over more silos, and let one question disturb more others.</summary>
    public int AtATime { get; set; } = 32;

    /// <summary>How long a question may take, whatever its asker says.</summary>
    public TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>From how many years on is a derived partition asked rather than the years? With fewer it is not worth keeping one.</summary>
    public int LeastYears { get; set; } = 4;

    /// <summary>How long a derived partition may take before the years are asked.</summary>
    public TimeSpan PartitionLimit { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Movies from which on a derived partition is split in two, four and so on; 250,000 by default. Larger ones need fewer calls,
    /// smaller ones are moved and filled faster.</summary>
    public long SplitAbove { get; set; } = 250_000;
}
