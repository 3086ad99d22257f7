using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.Writes;

/// <summary>Changes one movie.</summary>
internal sealed class MovieWrites(WriteMeters meters, ICatalogWriter? writer = null)
{
    /// <summary>Bytes of a body: those of one record.</summary>
    public const long BodyBytes = Limits.RecordBytes;

    /// <summary>Bytes of a body that means nothing: some clients send an empty object with a DELETE.</summary>
    public const long IgnoredBytes = 1 << 16;

    /// <summary>Replaces a movie's fields.</summary>
    public Task PutAsync(Exchange exchange) => AnswerAsync(exchange, "put", static (writer, id, json, condition, cancelled) =>
        writer.PutAsync(id, json, condition, cancelled));

    /// <summary>Changes some of a movie's fields.</summary>
    public Task PatchAsync(Exchange exchange) => AnswerAsync(exchange, "patch", static (writer, id, json, condition, cancelled) =>
        writer.PatchAsync(id, json, condition, cancelled));

    /// <summary>Removes a movie.</summary>
    public Task DeleteAsync(Exchange exchange) => AnswerAsync(exchange, "delete", static (writer, id, _, condition, cancelled) =>
        writer.DeleteAsync(id, condition, cancelled));

    private delegate ValueTask<MovieWriteOutcome> Write(
        ICatalogWriter writer, string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancelled);

    private async Task AnswerAsync(Exchange exchange, string kind, Write write)
    {
        var preconditions = Preconditions.Of(exchange.Context.Request.Headers);
        exchange.Subject = MoviePath.Shown(exchange);
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        var faults = exchange.Reader.Parameters.Faults;
        var problem = faults.Count > 0 ? Problem.BadParameters(faults) : preconditions.Fault;
        try
        {
            problem ??= await WriteAsync(exchange, kind, write, preconditions);
        }
        catch (WriteRefusedException refused)
        {
            meters.Count(kind, "refused");
            problem = Problem.Of(refused);
        }
        if (problem is not null)
            await ProblemWriter.SendAsync(exchange, problem);
    }

    /// <summary>Writes, and answers when it went well.</summary>
    /// <returns>What went wrong, not yet answered; else null.</returns>
    private async ValueTask<Problem?> WriteAsync(Exchange exchange, string kind, Write write, Preconditions preconditions)
    {
        var cancelled = exchange.Context.RequestAborted;
        var json = await exchange.Sent!.ReadAllAsync(cancelled);
        if (MoviePath.Id(exchange) is not { } id)
            return Problem.NoSuchMovie(MoviePath.Shown(exchange));
        var outcome = await write(writer!, id, json, preconditions.Condition, cancelled);
        meters.Count(kind, Name(outcome.Result));
        (exchange.Subject, exchange.Outcome) = (outcome.Id ?? exchange.Subject, Name(outcome.Result));
        switch (outcome.Result)
        {
            case MovieWriteResult.Deleted:
                OwnWrites.Tell(exchange, outcome.At);
                SendDeleted(exchange);
                return null;
            case MovieWriteResult.Updated or MovieWriteResult.Unchanged:
                OwnWrites.Tell(exchange, outcome.At);
                await SendAsync(exchange, outcome.Id!, outcome.Document!);
                return null;
            case MovieWriteResult.NoSuchMovie:
                return Problem.NoSuchMovie(MoviePath.Shown(exchange));
            case MovieWriteResult.ConditionFailed:
                return Problem.ConditionFailed(preconditions.Header);
            case MovieWriteResult.IdentityConflict:
                return Problem.IdentityConflict(outcome.Fault);
            default:
                return Problem.BadRecord(outcome.Fault);
        }
    }

    private static void SendDeleted(Exchange exchange)
    {
        exchange.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        ConstantHeaders.Set(exchange);
    }

    /// <summary>Sends what a GET would, under the same tag.</summary>
    private static Task SendAsync(Exchange exchange, string id, byte[] document)
    {
        var headers = exchange.Context.Response.Headers;
        ConstantHeaders.Set(exchange);
        headers.ContentType = ConstantHeaders.Json;
        headers.ETag = EntityTag.Of(document, suffix: "");
        headers.ContentLocation = MoviePath.Of(id);
        return AnswerWriter.WriteAsync(exchange, document);
    }

    private static string Name(MovieWriteResult result) => result switch
    {
        MovieWriteResult.Updated => "updated",
        MovieWriteResult.Unchanged => "unchanged",
        MovieWriteResult.Deleted => "deleted",
        MovieWriteResult.NoSuchMovie => "no-such-movie",
        MovieWriteResult.ConditionFailed => "condition-failed",
        MovieWriteResult.IdentityConflict => "identity-conflict",
        _ => "rejected",
    };
}
