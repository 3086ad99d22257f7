using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Problems;

/// <summary>Sends a problem as <c>application/problem+json</c>.</summary>
internal static class ProblemWriter
{
    private const int InstanceCharacters = 200;
    private static readonly StringValues Soon = "1";

    // Relaxed: the answer is JSON, says so, and forbids guessing; a title should be readable in it.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends the problem in place of any body begun.</summary>
    public static Task SendAsync(Exchange exchange, Problem problem)
    {
        var response = exchange.Context.Response;
        exchange.Outcome = problem.Kind;
        response.Clear();
        response.StatusCode = problem.Status;
        ConstantHeaders.Set(exchange);
        response.Headers.ContentType = ConstantHeaders.Problem;
        if (problem.Allow is not null)
            response.Headers.Allow = problem.Allow;
        if (problem.RetrySoon)
            response.Headers.RetryAfter = Soon;
        exchange.Quota.Set(response.Headers);
        if (problem.Header is var (name, value))
            response.Headers[name] = value;
        exchange.Body.Clear();
        Write(exchange, problem);
        return AnswerWriter.WriteAsync(exchange, exchange.Body.Written);
    }

    private static void Write(Exchange exchange, Problem problem)
    {
        using var json = new Utf8JsonWriter(exchange.Body, Options);
        json.WriteStartObject();
        json.WriteString("type", Problem.TypePrefix + problem.Kind);
        json.WriteString("title", problem.Title);
        json.WriteNumber("status", problem.Status);
        json.WriteString("detail", problem.Detail);
        json.WriteString("instance", PercentText.Shorten(exchange.Target.Path.ToString(), InstanceCharacters));
        if (problem.Errors.Count > 0)
            WriteErrors(json, problem.Errors);
        problem.Members?.Invoke(json);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<ParameterFault> faults)
    {
        json.WriteStartArray("errors");
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("parameter", fault.Parameter);
            if (fault.Value is not null)
                json.WriteString("value", fault.Value);
            json.WriteString("reason", fault.Reason);
            if (fault.Suggestion is not null)
                json.WriteString("suggestion", fault.Suggestion);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
