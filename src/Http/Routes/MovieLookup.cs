using System.Text;
using MovieGrains.Catalog;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>Answers with the document of one movie.</summary>
internal sealed class MovieLookup(ICatalog catalog, HttpMeters meters)
{
    private const char NoBlank = '\0';
    private const int IdSegment = 1;
    private const int ShownCharacters = 80;

    /// <summary>Answers with the movie that the path names.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        var faults = exchange.Reader.Parameters.Faults;
        if (faults.Count > 0)
            return ProblemWriter.SendAsync(exchange, Problem.BadParameters(faults));
        if (Id(exchange) is not { } id)
            return NoSuchMovieAsync(exchange);
        var lookup = catalog.GetMovieAsync(id, exchange.Body, exchange.Context.RequestAborted);
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

    private static string? Id(Exchange exchange)
    {
        var raw = exchange.Target.Segment(IdSegment);
        var bytes = new byte[raw.Length];
        return PercentText.Decode(raw, NoBlank, bytes, out var length) is null ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static Task NoSuchMovieAsync(Exchange exchange)
    {
        var shown = PercentText.Show(exchange.Target.Segment(IdSegment), NoBlank, ShownCharacters);
        return ProblemWriter.SendAsync(exchange, Problem.NoSuchMovie(shown));
    }
}
