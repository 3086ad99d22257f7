using System.Buffers;
using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Loads and asks a catalogue in one line.</summary>
internal static class Asking
{
    /// <summary>A catalogue that compacts within the commit, loaded with each array of files as one batch.</summary>
    public static async Task<CatalogStore> LoadedAsync(params IEnumerable<IEnumerable<SourceFile>> batches)
    {
        var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        foreach (var batch in batches)
            await store.LoadAsync(batch);
        return store;
    }

    /// <summary>Loads files as one batch; every record must be taken.</summary>
    public static async Task<List<FileOutcome>> LoadAsync(this CatalogStore store, params IEnumerable<SourceFile> files)
    {
        using var batch = store.Begin();
        foreach (var file in files)
            batch.AddFile(file);
        return [.. await batch.CommitAsync(null, CancellationToken.None)];
    }

    public static void AddFile(this IRecordBatch batch, SourceFile file)
    {
        batch.BeginFile(file.Origin);
        for (var place = 0; place < file.Records.Count; place++)
        {
            if (batch.Add(Encoding.UTF8.GetBytes(file.Records[place]), place) is { } fault)
                throw new ArgumentException($"{fault}: {file.Records[place]}", nameof(file));
        }
        batch.EndFile();
    }

    public static async Task<string> AskAsync(this ICatalog catalog, Query query) => (await catalog.AskFullyAsync(query)).Body;

    public static async Task<(string Body, AnswerSummary Summary)> AskFullyAsync(this ICatalog catalog, Query query)
    {
        var body = new ArrayBufferWriter<byte>();
        var summary = await catalog.SearchAsync(query, body, CancellationToken.None);
        return (Encoding.UTF8.GetString(body.WrittenSpan), summary);
    }

    public static async Task<string> ListAsync(this ICatalog catalog, ValuesQuery query)
    {
        var body = new ArrayBufferWriter<byte>();
        await catalog.ListValuesAsync(query, body, CancellationToken.None);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    public static async Task<string> SuggestAsync(this ICatalog catalog, SuggestQuery query)
    {
        var body = new ArrayBufferWriter<byte>();
        await catalog.SuggestAsync(query, body, CancellationToken.None);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    public static ValueTask<AnswerSummary> ListFullyAsync(this ICatalog catalog, ValuesDimension dimension) =>
        catalog.ListValuesAsync(new ValuesQuery(dimension, [], 1, 1), new ArrayBufferWriter<byte>(), CancellationToken.None);

    /// <summary>A movie's document; null when there is none.</summary>
    public static async Task<string?> GetAsync(this ICatalog catalog, string id)
    {
        var body = new ArrayBufferWriter<byte>();
        var found = await catalog.GetMovieAsync(id, body, CancellationToken.None);
        return found.Found ? Encoding.UTF8.GetString(body.WrittenSpan) : null;
    }

    /// <summary>All documents, by id.</summary>
    public static async Task<List<string>> DocumentsAsync(this ICatalog catalog)
    {
        var documents = new List<string>();
        for (var query = new Query { PageSize = Query.MaxPageSize }; ; query = query with { Page = query.Page + 1 })
        {
            var (body, summary) = await catalog.AskFullyAsync(query);
            using var json = System.Text.Json.JsonDocument.Parse(body);
            documents.AddRange(json.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetRawText()));
            if (!summary.HasMore)
                return [.. documents.Order(StringComparer.Ordinal)];
        }
    }
}
