using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>Turns what a client sends for one movie into the record that makes it so.</summary>
internal sealed class MovieEdit
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Limits.Depth, AllowDuplicateProperties = false };

    private readonly RecordReader reader = new();
    private readonly MovieRecord existing = new();
    private readonly byte[] document;
    private byte[] scratch = new byte[256];

    /// <summary>Begins with a movie's document.</summary>
    public MovieEdit(ReadOnlySpan<byte> document)
    {
        this.document = document.ToArray();
        reader.ReadDocument(document, existing);
    }

    /// <summary>The record, after <see cref="Replace"/> or <see cref="Patch"/> found nothing wrong.</summary>
    public MovieRecord Record { get; } = new();

    /// <summary>The identity that it gives.</summary>
    public MovieId Id { get; private set; }

    /// <summary>All fields anew: those that are left out are cleared.</summary>
    public RecordFault? Replace(ReadOnlySpan<byte> json)
    {
        if (Read(json) is { } fault)
            return fault;
        foreach (ref readonly var field in existing.Fields)
        {
            var name = field.Field == KnownField.Other ? existing[field.Name] : KnownFields.Name(field.Field);
            if (!HasField(field.Field, name))
                Record.Forget(name, isCleared: true);
        }
        Record.Sort();
        return null;
    }

    /// <summary>By a merge-patch (RFC 7396): what it names is set, or cleared by null; objects are merged.</summary>
    public RecordFault? Patch(ReadOnlySpan<byte> json)
    {
        // Parsing would put U+FFFD where the bytes are none, and the record made of it would be valid.
        if (!Utf8.IsValid(json))
            return new RecordFault("$", "the record is not valid UTF-8");
        try
        {
            return Parse(json) is JsonObject patch
                ? Read(Encoding.UTF8.GetBytes(Complete(patch).ToJsonString()))
                : new RecordFault("$", "a merge-patch is an object");
        }
        catch (JsonException e)
        {
            return new RecordFault("$", $"not valid JSON, or a key is given twice, at byte {e.BytePositionInLine ?? 0}");
        }
        catch (InvalidOperationException)
        {
            return new RecordFault("$", "a string has half of a surrogate pair");
        }
    }

    private static JsonNode? Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json, documentOptions: Options);

    /// <summary>The patch as a record: with the title and year that every record has, and objects already merged.</summary>
    private JsonObject Complete(JsonObject patch)
    {
        var movie = Parse(document)!.AsObject();
        foreach (var name in patch.Select(p => p.Key).ToList())
        {
            if (patch[name] is JsonObject inner)
                patch[name] = Merged(movie[name] as JsonObject, inner);
        }
        foreach (var name in (ReadOnlySpan<string>)["title", "year"])
        {
            if (!patch.ContainsKey(name))
                patch[name] = movie[name]!.DeepClone();
        }
        return patch;
    }

    private static JsonObject Merged(JsonObject? target, JsonObject patch)
    {
        var result = target?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in patch)
        {
            if (value is null)
                result.Remove(name);
            else
                result[name] = value is JsonObject inner ? Merged(result[name] as JsonObject, inner) : value.DeepClone();
        }
        return result;
    }

    private RecordFault? Read(ReadOnlySpan<byte> json)
    {
        if (reader.Read(json, Record) is { } fault)
            return fault;
        if (Record.Deleted)
            return new RecordFault("$.deleted", "a movie is removed by DELETE");
        Id = RecordStage.Identify(Record, ref scratch);
        return null;
    }

    private bool HasField(KnownField known, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly var field in Record.Fields)
        {
            if (field.Field == known && (known != KnownField.Other || Record[field.Name].SequenceEqual(name)))
                return true;
        }
        return false;
    }
}
