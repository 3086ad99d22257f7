using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;
using MovieGrains.Http.Telemetry;

namespace MovieGrains.Http.Routes;

/// <summary>Answers queries for movies, under whatever path they come.</summary>
internal sealed class MovieSearch(ICatalog catalog, HttpMeters meters)
{
    /// <summary>Answers a query.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="set">The parameters that its path takes.</param>
    /// <param name="path">The filter that its path gives.</param>
    public Task AnswerAsync(Exchange exchange, ParameterSet set, PathFilter? path)
    {
        var parameters = exchange.Reader.Parameters;
        if (Plan(exchange, set, path) is not { } query)
            return ProblemWriter.SendAsync(exchange, Problem.BadParameters(parameters.Faults));
        if (OwnWrites.See(catalog, exchange) is not { } seen)
            return ProblemWriter.SendAsync(exchange, Problem.BadOwnWrites());
        if (HttpTracing.IsOn)
            return TracedAsync(exchange, set, query, seen);
        var search = seen.SearchAsync(query, exchange.Body, exchange.Context.RequestAborted);
        // The engine of one process answers at once; only a cluster's answer is worth a state machine.
        return search.IsCompletedSuccessfully
            ? SendAsync(exchange, set, query, search.Result)
            : AwaitAsync(exchange, set, query, search);
    }

    /// <returns>What is asked for; null when that can't be meant.</returns>
    private static Query? Plan(Exchange exchange, ParameterSet set, PathFilter? path)
    {
        using var span = HttpTracing.Start("plan");
        path?.Read(exchange);
        exchange.Reader.ReadQuery(exchange.Target.Query, set);
        return exchange.Reader.Parameters.ToQuery();
    }

    private async Task TracedAsync(Exchange exchange, ParameterSet set, Query query, ICatalog seen)
    {
        AnswerSummary summary;
        using (var span = HttpTracing.Start("search"))
        {
            summary = await seen.SearchAsync(query, exchange.Body, exchange.Context.RequestAborted);
            span?.SetTag("movies.total", summary.Total).SetTag(HttpTracing.EngineDuration, summary.EngineTime.TotalSeconds);
        }
        await SendAsync(exchange, set, query, summary);
    }

    private async Task AwaitAsync(Exchange exchange, ParameterSet set, Query query, ValueTask<AnswerSummary> search) =>
        await SendAsync(exchange, set, query, await search);

    private Task SendAsync(Exchange exchange, ParameterSet set, Query query, AnswerSummary summary)
    {
        meters.Engine(summary.EngineTime);
        exchange.Context.Response.Headers["Server-Timing"] = ServerTiming.Of(summary.EngineTime);
        var page = query.After is null ? query.Page : (long?)null;
        new PageLinks(page, query.PageSize, summary.Total, set.FirstPage).Set(exchange, summary.Next, summary.HasMore);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }
}
