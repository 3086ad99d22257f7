using System.Text.Json;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Audit;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.Writes;

/// <summary>Takes records, as many as a body has: one object, an array or NDJSON.</summary>
/// <remarks>Records go to the writer as they come in, and are written when the last has come: a body that turns out to be
/// torn, or whose client goes, has written nothing.</remarks>
internal sealed class RecordPosts(WriteMeters meters, ICatalogWriter? writer = null)
{
    /// <summary>Bytes of a body: three times the whole real set as NDJSON without its extracts.</summary>
    public const long BodyBytes = 64 << 20;

    /// <summary>Records of a body: more than the real set has, and their outcomes still an answer that can be read.</summary>
    public const int MostRecords = 100_000;

    private const string Kind = "post";

    /// <summary>Most bodies have one record; a longer one fills this again and again.</summary>
    private const int BlockBytes = 1 << 14;

    /// <summary>Answers 201 when anything was added.</summary>
    public Task MoviesAsync(Exchange exchange) => AnswerAsync(exchange, isAlwaysCreated: false);

    /// <summary>Answers 201 whenever all went well, as an earlier system did.</summary>
    public Task FilmsAsync(Exchange exchange) => AnswerAsync(exchange, isAlwaysCreated: true);

    private async Task AnswerAsync(Exchange exchange, bool isAlwaysCreated)
    {
        if (Fault(exchange, out var name) is { } fault)
        {
            await ProblemWriter.SendAsync(exchange, fault);
            return;
        }
        try
        {
            await WriteAsync(exchange, name, isAlwaysCreated);
        }
        catch (WriteRefusedException refused)
        {
            meters.Count(Kind, "refused");
            await ProblemWriter.SendAsync(exchange, Problem.Of(refused));
        }
    }

    private static Problem? Fault(Exchange exchange, out string? name)
    {
        var isName = IdempotencyHeader.TryRead(exchange.Context.Request.Headers, out name);
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        if (exchange.Reader.Parameters.Faults is { Count: > 0 } faults)
            return Problem.BadParameters(faults);
        return isName ? null : Problem.BadHeader(IdempotencyHeader.Name, "it must have 1 to 200 visible characters, in quotes or not");
    }

    private async Task WriteAsync(Exchange exchange, string? name, bool isAlwaysCreated)
    {
        var cancelled = exchange.Context.RequestAborted;
        var records = writer!.BeginRecords();
        if (name is not null)
            exchange.Sent!.BeginHash();
        if (await TakeAsync(exchange.Sent!, records, cancelled) is { } refusal)
        {
            await ProblemWriter.SendAsync(exchange, refusal);
            return;
        }
        var key = name is null ? null : new IdempotencyKey(name, exchange.Sent!.Hash());
        var outcome = await records.CommitAsync(key, cancelled);
        await SendAsync(exchange, outcome, isAlwaysCreated);
    }

    /// <summary>Takes all records of the body.</summary>
    /// <returns>Why none of them may count; null when they may.</returns>
    private static async ValueTask<Problem?> TakeAsync(RequestBody body, IRecordWrite records, CancellationToken cancelled)
    {
        var splitter = new RecordSplitter(BlockBytes);
        while (true)
        {
            switch (splitter.Next())
            {
                case SplitStep.Record when splitter.Place == MostRecords:
                    return Problem.TooManyRecords(MostRecords);
                case SplitStep.Record when splitter.Fault is { } fault:
                    records.Reject(fault);
                    break;
                case SplitStep.Record:
                    records.Add(splitter.Json);
                    break;
                case SplitStep.NeedBytes:
                    await FillAsync(body, splitter, cancelled);
                    break;
                case SplitStep.Refused:
                    return Problem.BadBody(splitter.Refusal!);
                default:
                    return null;
            }
        }
    }

    private static async ValueTask FillAsync(RequestBody body, RecordSplitter splitter, CancellationToken cancelled)
    {
        var read = await body.ReadAsync(splitter.Room(), cancelled);
        if (read > 0)
            splitter.Took(read);
        else
            splitter.Complete();
    }

    private Task SendAsync(Exchange exchange, RecordsOutcome outcome, bool isAlwaysCreated)
    {
        if (outcome.IsKeyMisused)
        {
            meters.Count(Kind, "key-misused");
            return ProblemWriter.SendAsync(exchange, Problem.IdempotencyKeyMisused());
        }
        OwnWrites.Tell(exchange, outcome.At);
        exchange.Subject = Subjects.Of(outcome.Records);
        var answer = new OutcomeJson(outcome);
        if (outcome.IsReplay)
            meters.Count(Kind, exchange.Outcome = "replayed", outcome.Records.Count);
        else
            answer.CountInto(meters, Kind);
        return RecordsAnswer.SendAsync(exchange, outcome, answer, isAlwaysCreated);
    }
}
