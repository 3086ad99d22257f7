using MovieGrains.Catalog;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>Answers with the document of one movie.</summary>
internal sealed class MovieLookup(ICatalog catalog, HttpMeters meters)
{
    /// <summary>Answers with the movie that the path names.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        var faults = exchange.Reader.Parameters.Faults;
        if (faults.Count > 0)
            return ProblemWriter.SendAsync(exchange, Problem.BadParameters(faults));
        if (MoviePath.Id(exchange) is not { } id)
            return NoSuchMovieAsync(exchange);
        if (OwnWrites.See(catalog, exchange) is not { } seen)
            return ProblemWriter.SendAsync(exchange, Problem.BadOwnWrites());
        var lookup = seen.GetMovieAsync(id, exchange.Body, exchange.Context.RequestAborted);
        return lookup.IsCompletedSuccessfully ? SendAsync(exchange, lookup.Result) : AwaitAsync(exchange, lookup);
    }

    private async Task AwaitAsync(Exchange exchange, ValueTask<LookupSummary> lookup) =>
        await SendAsync(exchange, await lookup);

    private Task SendAsync(Exchange exchange, LookupSummary summary)
    {
        meters.Engine(summary.EngineTime);
        if (!summary.Found)
            return NoSuchMovieAsync(exchange);
        exchange.Context.Response.Headers["Server-Timing"] = ServerTiming.Of(summary.EngineTime);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }

    private static Task NoSuchMovieAsync(Exchange exchange) =>
        ProblemWriter.SendAsync(exchange, Problem.NoSuchMovie(MoviePath.Shown(exchange)));
}
