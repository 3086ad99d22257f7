using MovieGrains.Catalog;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>Answers with what somebody who has typed a beginning may mean.</summary>
internal sealed class Suggestions(ICatalog catalog, HttpMeters meters)
{
    /// <summary>Answers with titles and names.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.Suggest);
        var parameters = exchange.Reader.Parameters;
        if (parameters.ToSuggestQuery() is not { } query)
            return ProblemWriter.SendAsync(exchange, Problem.BadParameters(parameters.Faults));
        if (OwnWrites.See(catalog, exchange) is not { } seen)
            return ProblemWriter.SendAsync(exchange, Problem.BadOwnWrites());
        var suggestions = seen.SuggestAsync(query, exchange.Body, exchange.Context.RequestAborted);
        return suggestions.IsCompletedSuccessfully ? SendAsync(exchange, suggestions.Result) : AwaitAsync(exchange, suggestions);
    }

    private async Task AwaitAsync(Exchange exchange, ValueTask<AnswerSummary> suggestions) => await SendAsync(exchange, await suggestions);

    private Task SendAsync(Exchange exchange, AnswerSummary summary)
    {
        meters.Engine(summary.EngineTime);
        exchange.Context.Response.Headers["Server-Timing"] = ServerTiming.Of(summary.EngineTime);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }
}
