using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Records;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Changes;

/// <summary>Server-sent events, as HTML's EventSource reads them.</summary>
/// <remarks>
/// A block is lines of fields, and a blank line that dispatches it:
/// <code>
/// id: 1f-204
/// event: updated
/// data: {"kind":"updated","id":"1999-qfwe6w7c7xj7","generation":12,"source":"drop"}
/// </code>
/// A block without data dispatches nothing, but its <c>id</c> is kept and sent back as <c>Last-Event-ID</c>. A line that begins
/// with a colon is a comment. JSON has its line ends escaped, so that data is always one line.
/// </remarks>
internal static class EventText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells the client nothing but that the connection lives.</summary>
    public static ReadOnlyMemory<byte> Heartbeat { get; } = ":\n\n"u8.ToArray();

    /// <summary>Tells the client to begin anew: what came after its last change is forgotten.</summary>
    public static ReadOnlyMemory<byte> Expired { get; } = Encoding.UTF8.GetBytes(
        $"event: expired\ndata: {{\"type\":\"{Problem.TypePrefix}{Problem.ChangesExpired().Kind}\"}}\n\n");

    /// <summary>Begins a stream: how soon to come again, and from where, even if the connection ends before the first change.</summary>
    /// <param name="text">Takes the block.</param>
    /// <param name="position">Where the stream begins.</param>
    public static void Begin(IBufferWriter<byte> text, string position) =>
        Encoding.UTF8.GetBytes($": changes follow\nretry: 2000\nid: {position}\n\n", text);

    /// <summary>Writes changes, an event each.</summary>
    public static void Changes(PooledBuffer text, IReadOnlyList<Change> changes)
    {
        using var json = new Utf8JsonWriter(text, Options);
        foreach (var change in changes)
        {
            var kind = Name(change.Kind);
            if (change.Position is not null)
                Encoding.UTF8.GetBytes($"id: {change.Position}\n", text);
            Encoding.UTF8.GetBytes($"event: {kind}\ndata: ", text);
            json.Reset();
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteString("id", change.Id);
            json.WriteNumber("generation", change.Generation);
            json.WriteString("source", SourceName.Shown(change.Source));
            json.WriteEndObject();
            json.Flush();
            text.Write("\n\n"u8);
        }
    }

    private static string Name(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "added",
        ChangeKind.Updated => "updated",
        ChangeKind.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of change."),
    };
}
