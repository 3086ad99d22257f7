using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>Answers with the records that one movie comes from: which drop files and clients' writes gave it what it has.</summary>
/// <param name="catalog">The movies.</param>
/// <param name="files">The files that can be asked for more.</param>
internal sealed class MovieOrigins(ICatalog catalog, KnownFiles files)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with the sources of the movie that the path names.</summary>
    public async Task AnswerAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.None);
        var faults = exchange.Reader.Parameters.Faults;
        var cancellationToken = exchange.Context.RequestAborted;
        if (faults.Count > 0)
            await ProblemWriter.SendAsync(exchange, Problem.BadParameters(faults));
        else if (OwnWrites.See(catalog, exchange) is not { } seen)
            await ProblemWriter.SendAsync(exchange, Problem.BadOwnWrites());
        else if (MoviePath.Id(exchange) is { } id && await seen.GetSourcesAsync(id, cancellationToken) is { } sources)
        {
            Write(sources, await files.AmongAsync(sources, cancellationToken), exchange.Body);
            await AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
        }
        else
            await ProblemWriter.SendAsync(exchange, Problem.NoSuchMovie(MoviePath.Shown(exchange)));
    }

    private static void Write(MovieSources sources, HashSet<string> known, IBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body, Readable);
        json.WriteStartObject();
        json.WriteString("id", sources.Id);
        json.WriteStartArray("sources");
        foreach (var record in sources.Records)
        {
            json.WriteStartObject();
            if (record.IsWrite)
                WriteWrite(json, record);
            else
                WriteFile(json, record, known);
            WriteNames(json, "fields", record.Fields);
            if (record.Cleared.Count > 0)
                WriteNames(json, "cleared", record.Cleared);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteWrite(Utf8JsonWriter json, RecordShare record)
    {
        json.WriteString("kind", "write");
        json.WriteString("written_at", record.Origin.LastModified.UtcDateTime);
    }

    private static void WriteFile(Utf8JsonWriter json, RecordShare record, HashSet<string> known)
    {
        json.WriteString("kind", "file");
        json.WriteString("source", SourceName.Shown(record.Origin.Source));
        json.WriteString("key", record.Origin.Key);
        json.WriteString("last_modified", record.Origin.LastModified.UtcDateTime);
        json.WriteNumber("index", record.Place);
        if (!known.Contains(record.Origin.FileId))
            return;
        json.WriteString("file_id", record.Origin.FileId);
        json.WriteString("link", KnownFiles.Path(record.Origin.FileId));
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IReadOnlyList<string> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
