using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Audit;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Ingest.Notifications;

/// <summary>Takes word of objects and has them looked at, without waiting for it.</summary>
/// <param name="log">Tells the operator of subscriptions to be confirmed.</param>
/// <param name="queue">Takes the objects; null where no source has any, as with a folder.</param>
internal sealed partial class NotificationIntake(ILogger<NotificationIntake> log, INotificationQueue? queue = null)
{
    /// <summary>Bytes that a notification may have: what the services that send them allow.</summary>
    internal const int MostBytes = 256 << 10;

    private const int ShownCharacters = 80;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers a notification.</summary>
    public async Task AnswerAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        var faults = exchange.Reader.Parameters.Faults;
        if (faults.Count > 0)
        {
            await ProblemWriter.SendAsync(exchange, Problem.BadParameters(faults));
            return;
        }
        NotificationContent content;
        try
        {
            content = NotificationReader.Read(await exchange.Sent!.ReadAllAsync(exchange.Context.RequestAborted));
        }
        catch (MalformedNotificationException malformed)
        {
            await ProblemWriter.SendAsync(exchange, Problem.BadNotification(malformed.Message));
            return;
        }
        foreach (var host in content.Unconfirmed)
            SubscriptionUnconfirmed(host);
        await OfferAsync(exchange, content);
    }

    private async Task OfferAsync(Exchange exchange, NotificationContent content)
    {
        var outcomes = new NotificationOutcome[content.Objects.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = queue is null
                ? new NotificationOutcome(NotificationResult.NotConfigured, FileId: null)
                : await queue.OfferAsync(content.Objects[i], exchange.Context.RequestAborted);
            if (outcomes[i].Result == NotificationResult.Full)
            {
                await ProblemWriter.SendAsync(exchange, Problem.QueueFull());
                return;
            }
        }
        if (outcomes.Length > 0 && Array.TrueForAll(outcomes, outcome => outcome.Result == NotificationResult.NotConfigured))
            await ProblemWriter.SendAsync(exchange, Problem.NoSuchSource(Unwanted(content.Objects)));
        else
            await SendAsync(exchange, content, outcomes);
    }

    private static string Unwanted(IReadOnlyList<ObjectNotification> objects)
    {
        var first = PercentText.Shorten($"{objects[0].Bucket}/{objects[0].Key}", ShownCharacters);
        var others = objects.Count == 1 ? "" : $", nor have they any of the {objects.Count - 1} others";
        return $"The sources here have another bucket or prefix than {first}, or it is not the name of a drop file{others}.";
    }

    private static Task SendAsync(Exchange exchange, NotificationContent content, NotificationOutcome[] outcomes)
    {
        using (var json = new Utf8JsonWriter(exchange.Body, Options))
            Write(json, content, outcomes);
        var response = exchange.Context.Response;
        ConstantHeaders.Set(exchange);
        response.Headers.ContentType = ConstantHeaders.Json;
        var accepted = Array.FindAll(outcomes, outcome => outcome.Result == NotificationResult.Queued);
        exchange.Subject = Subjects.Of(accepted.Select(static outcome => outcome.FileId ?? ""), accepted.Length);
        response.StatusCode = outcomes.Length > 0 ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        if (accepted.Length == 1)
            response.Headers.Location = PathOf(accepted[0]);
        return AnswerWriter.WriteAsync(exchange, exchange.Body.Written);
    }

    private static void Write(Utf8JsonWriter json, NotificationContent content, NotificationOutcome[] outcomes)
    {
        json.WriteStartObject();
        json.WriteNumber("accepted", outcomes.Count(outcome => outcome.Result == NotificationResult.Queued));
        WriteObjects(json, "files", content.Objects, outcomes, NotificationResult.Queued);
        if (outcomes.Any(outcome => outcome.Result == NotificationResult.NotConfigured))
            WriteObjects(json, "ignored", content.Objects, outcomes, NotificationResult.NotConfigured);
        if (content.Notes.Count > 0)
            json.WriteString("note", string.Join(' ', content.Notes));
        json.WriteEndObject();
    }

    private static void WriteObjects(
        Utf8JsonWriter json, string name, IReadOnlyList<ObjectNotification> objects, NotificationOutcome[] outcomes, NotificationResult result)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Result != result)
                continue;
            json.WriteStartObject();
            json.WriteString("bucket", objects[i].Bucket);
            json.WriteString("key", objects[i].Key);
            if (outcomes[i].FileId is not null)
                json.WriteString("file", PathOf(outcomes[i]));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string PathOf(NotificationOutcome outcome) => "/ingest/files/" + Uri.EscapeDataString(outcome.FileId ?? "");

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "A subscription waits to be confirmed by the operator, under an address at {Host}; no address is called from here")]
    private partial void SubscriptionUnconfirmed(string host);
}
