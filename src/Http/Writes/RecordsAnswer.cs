using System.Text.Encodings.Web;
using System.Text.Json;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.Writes;

/// <summary>Tells what became of the records of a request.</summary>
internal static class RecordsAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends the answer.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="outcome">What became of its records.</param>
    /// <param name="answer">The same, counted.</param>
    /// <param name="isAlwaysCreated">Whether it is 201 even when nothing was added.</param>
    public static Task SendAsync(Exchange exchange, RecordsOutcome outcome, OutcomeJson answer, bool isAlwaysCreated)
    {
        var rejected = answer.Count(RecordResult.Rejected);
        if (rejected > 0 && rejected == outcome.Records.Count)
            return ProblemWriter.SendAsync(exchange, Problem.RecordsRejected(answer.WriteMembers) with { Header = Replayed(outcome) });
        var response = exchange.Context.Response;
        response.StatusCode = Status(answer, rejected, isAlwaysCreated && outcome.Records.Count > 0);
        ConstantHeaders.Set(exchange);
        response.Headers.ContentType = ConstantHeaders.Json;
        if (Replayed(outcome) is var (name, value))
            response.Headers[name] = value;
        if (response.StatusCode == StatusCodes.Status201Created && OnlyId(outcome, answer) is { } id)
            response.Headers.Location = MoviePath.Of(id);
        exchange.Body.Clear();
        using (var json = new Utf8JsonWriter(exchange.Body, Options))
        {
            json.WriteStartObject();
            answer.WriteMembers(json);
            json.WriteEndObject();
        }
        return AnswerWriter.WriteAsync(exchange, exchange.Body.Written);
    }

    private static int Status(OutcomeJson answer, int rejected, bool isAlwaysCreated)
    {
        if (rejected > 0)
            return StatusCodes.Status207MultiStatus;
        return isAlwaysCreated || answer.Count(RecordResult.Added) > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK;
    }

    private static (string Name, string Value)? Replayed(RecordsOutcome outcome) =>
        outcome.IsReplay ? ("Idempotency-Replayed", "true") : null;

    /// <summary>The movie that was made, when it is one alone; or the one that a single record is about.</summary>
    private static string? OnlyId(RecordsOutcome outcome, OutcomeJson answer)
    {
        if (outcome.Records.Count == 1)
            return outcome.Records[0].Result == RecordResult.Deleted ? null : outcome.Records[0].Id;
        return answer.Count(RecordResult.Added) == 1 ? outcome.Records.First(record => record.Result == RecordResult.Added).Id : null;
    }
}
