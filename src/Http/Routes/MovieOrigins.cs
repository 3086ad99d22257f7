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
/// <param name="ledger">The files that can be asked for more; null where no ledger is kept.</param>
internal sealed class MovieOrigins(ICatalog catalog, IIngestLedger? ledger = null)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IIngestLedger _ledger = ledger ?? new NoLedger();

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
            Write(sources, await FilesAsync(sources, cancellationToken), exchange.Body);
            await AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
        }
        else
            await ProblemWriter.SendAsync(exchange, Problem.NoSuchMovie(MoviePath.Shown(exchange)));
    }

    /// <summary>The ids of those files that the ledger knows.</summary>
    private async ValueTask<HashSet<string>> FilesAsync(MovieSources sources, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var row = new ArrayBufferWriter<byte>();
        foreach (var id in sources.Records.Where(static record => !record.IsWrite).Select(static record => record.Origin.FileId).Distinct(StringComparer.Ordinal))
        {
            if (await _ledger.GetAsync(id, row, cancellationToken))
                known.Add(id);
            row.Clear();
        }
        return known;
    }

    private static void Write(MovieSources sources, HashSet<string> files, IBufferWriter<byte> body)
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
                WriteFile(json, record, files);
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

    private static void WriteFile(Utf8JsonWriter json, RecordShare record, HashSet<string> files)
    {
        json.WriteString("kind", "file");
        json.WriteString("source", SourceName.Shown(record.Origin.Source));
        json.WriteString("key", record.Origin.Key);
        json.WriteString("last_modified", record.Origin.LastModified.UtcDateTime);
        json.WriteNumber("index", record.Place);
        if (!files.Contains(record.Origin.FileId))
            return;
        json.WriteString("file_id", record.Origin.FileId);
        json.WriteString("link", "/ingest/files/" + record.Origin.FileId);
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IReadOnlyList<string> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
