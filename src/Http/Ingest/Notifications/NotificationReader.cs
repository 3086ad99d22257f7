using System.Text;
using System.Text.Json;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Ingest.Notifications;

/// <summary>Reads the forms in which word of objects comes.</summary>
/// <remarks>
/// <code>
/// {"bucket":…,"key":…}                                         a script; the key as it is
/// [ any of these, … ]
/// {"Records":[{"eventName":…,"s3":{"bucket":{"name":…},"object":{"key":…}}}]}   S3; the key encoded as in a form
/// {"EventName":…,"Key":"bucket/key","Records":[…]}                              MinIO; its records are those of S3
/// {"detail-type":…,"source":"aws.s3","detail":{"bucket":{"name":…},"object":{"key":…}}}   EventBridge; the key as it is
/// {"Type":"Notification","Message":"any of these"}                              SNS
/// {"Records":[{"eventSource":"aws:sqs","body":"any of these"}]}                 SQS
/// </code>
/// What is inside an envelope is read as if it had come alone, some envelopes deep.
/// </remarks>
internal sealed class NotificationReader
{
    /// <summary>How deep may envelopes be nested? A list of SQS messages that hold SNS messages that hold S3 events.</summary>
    private const int DeepestEnvelope = 3;

    private const string TestEvent = "A test event; there is nothing to do.";
    private const string OtherEvent = "Events other than of objects that come, change or go; there is nothing to do.";
    private const string Unconfirmed = "A subscription that must be confirmed by the operator; no address is called from here.";
    private const string Nothing = "An empty list; there is nothing to do.";

    private readonly NotificationContent _content = new();

    private NotificationReader()
    {
    }

    /// <summary>Reads a notification.</summary>
    /// <exception cref="MalformedNotificationException">It is of no form that is taken.</exception>
    public static NotificationContent Read(ReadOnlyMemory<byte> body)
    {
        var reader = new NotificationReader();
        reader.ReadText(WithoutMark(body), "$", depth: 0);
        return reader._content;
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private void ReadText(ReadOnlyMemory<byte> text, string path, int depth)
    {
        using var document = Parse(text, path);
        ReadAny(new JsonPlace(document.RootElement, path), depth);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> text, string path)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new MalformedNotificationException(path, $"it is no JSON from line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1} on");
        }
    }

    private void ReadAny(JsonPlace place, int depth)
    {
        if (depth > DeepestEnvelope)
            throw place.Fault("envelopes are nested too deep");
        if (place.Value.ValueKind == JsonValueKind.Array)
            ReadList(place, depth);
        else if (place.Has("bucket") || place.Has("key"))
            _content.Add(place.Member("bucket").Text(), place.Member("key").Text(), place);
        else if (place.Has("Records"))
            ReadRecords(place.Member("Records"), depth);
        else if (place.Has("detail-type"))
            ReadEventBridge(place);
        else if (place.Has("EventName"))
            ReadMinio(place);
        else if (place.Has("Event"))
            ReadTest(place);
        else if (place.Has("Type"))
            ReadSns(place, depth);
        else
            throw place.Fault("this is none of the notifications that are taken");
    }

    private void ReadList(JsonPlace list, int depth)
    {
        if (list.Value.GetArrayLength() == 0)
            _content.Note(Nothing);
        foreach (var item in list.Items())
            ReadAny(item, depth + 1);
    }

    private void ReadRecords(JsonPlace records, int depth)
    {
        if (records.Value.ValueKind == JsonValueKind.Array && records.Value.GetArrayLength() == 0)
            _content.Note(Nothing);
        foreach (var record in records.Items())
        {
            if (record.Has("body"))
                ReadInner(record.Member("body"), depth);
            else
                ReadS3(record);
        }
    }

    private void ReadS3(JsonPlace record)
    {
        if (!ObjectEvents.IsOfRecord(record.Member("eventName").Text()))
        {
            _content.Note(OtherEvent);
            return;
        }
        var s3 = record.Member("s3");
        var key = s3.Member("object").Member("key");
        _content.Add(s3.Member("bucket").Member("name").Text(), Decoded(key), key);
    }

    // As in a form: a plus sign for a blank.
    private static string Decoded(JsonPlace place)
    {
        var text = place.Text();
        var bytes = new byte[text.Length];
        return PercentText.Decode(text, '+', bytes, out var length) is { } reason
            ? throw place.Fault(reason)
            : Encoding.UTF8.GetString(bytes, 0, length);
    }

    private void ReadEventBridge(JsonPlace place)
    {
        if (place.Member("source").Text() is not "aws.s3")
            throw place.Member("source").Fault("only events of aws.s3 are taken");
        if (!ObjectEvents.IsOfEventBridge(place.Member("detail-type").Text()))
        {
            _content.Note(OtherEvent);
            return;
        }
        var detail = place.Member("detail");
        var key = detail.Member("object").Member("key");
        _content.Add(detail.Member("bucket").Member("name").Text(), key.Text(), key);
    }

    // MinIO sends records as well; where something on the way has taken them out, this says the same.
    private void ReadMinio(JsonPlace place)
    {
        if (!ObjectEvents.IsOfRecord(place.Member("EventName").Text()))
        {
            _content.Note(OtherEvent);
            return;
        }
        var key = place.Member("Key");
        var text = key.Text();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1)
            throw key.Fault("a bucket, a slash and a key are wanted");
        _content.Add(text[..slash], text[(slash + 1)..], key);
    }

    // Sent once, when notifications are switched on.
    private void ReadTest(JsonPlace place)
    {
        if (place.Member("Event").Text() is not "s3:TestEvent")
            throw place.Member("Event").Fault("this is none of the notifications that are taken");
        _content.Note(TestEvent);
    }

    private void ReadSns(JsonPlace place, int depth)
    {
        switch (place.Member("Type").Text())
        {
            case "Notification":
                ReadInner(place.Member("Message"), depth);
                break;
            case "SubscriptionConfirmation" or "UnsubscribeConfirmation":
                // Whoever reaches this path could have us call any address.
                _content.Note(Unconfirmed);
                _content.AddUnconfirmed(Host(place.Member("SubscribeURL")));
                break;
            default:
                throw place.Member("Type").Fault("this is none of the notifications that are taken");
        }
    }

    private static string Host(JsonPlace address) =>
        Uri.TryCreate(address.TextOrNull(), UriKind.Absolute, out var uri) && uri.IdnHost.Length > 0 ? uri.IdnHost : "unknown";

    private void ReadInner(JsonPlace text, int depth) => ReadText(Encoding.UTF8.GetBytes(text.Text()), text.Path, depth + 1);
}
