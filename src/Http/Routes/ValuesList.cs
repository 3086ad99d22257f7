using System.Globalization;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>Answers with the values of one dimension and how many movies have each.</summary>
internal sealed class ValuesList(ICatalog catalog, HttpMeters meters)
{
    /// <summary>Answers with a page of values.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="set">The parameters that its path takes.</param>
    /// <param name="dimension">The dimension that its path names.</param>
    public Task AnswerAsync(Exchange exchange, ParameterSet set, ValuesDimension dimension)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, set);
        var parameters = exchange.Reader.Parameters;
        if (parameters.ToValuesQuery(dimension, DefaultPageSize(set)) is not { } query)
            return ProblemWriter.SendAsync(exchange, Problem.BadParameters(parameters.Faults));
        if (OwnWrites.See(catalog, exchange) is not { } seen)
            return ProblemWriter.SendAsync(exchange, Problem.BadOwnWrites());
        var list = seen.ListValuesAsync(query, exchange.Body, exchange.Context.RequestAborted);
        return list.IsCompletedSuccessfully ? SendAsync(exchange, query, list.Result) : AwaitAsync(exchange, query, list);
    }

    private async Task AwaitAsync(Exchange exchange, ValuesQuery query, ValueTask<AnswerSummary> list) =>
        await SendAsync(exchange, query, await list);

    private Task SendAsync(Exchange exchange, ValuesQuery query, AnswerSummary summary)
    {
        meters.Engine(summary.EngineTime);
        exchange.Context.Response.Headers["Server-Timing"] = ServerTiming.Of(summary.EngineTime);
        new PageLinks(query.Page, query.PageSize, summary.Total, FirstPage: 1).Set(exchange, cursor: null, summary.HasMore);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }

    private static int DefaultPageSize(ParameterSet set) =>
        int.Parse(set.Find("page_size")!.Default!, CultureInfo.InvariantCulture);
}
