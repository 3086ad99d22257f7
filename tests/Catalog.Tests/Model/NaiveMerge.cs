using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>What a catalogue holds after some files, by the plain words of the contract: all records, oldest first.</summary>
/// <remarks>Of a title and year, either every record has an href, or at most one href occurs: else the outcome depends on
/// the order of the files, which is outside of the contract.</remarks>
internal static class NaiveMerge
{
    private static readonly string[] Known =
        ["title", "year", "cast", "genres", "href", "extract", "thumbnail", "thumbnail_width", "thumbnail_height"];

    /// <summary>The documents, by id.</summary>
    public static SortedDictionary<string, string> Documents(IEnumerable<SourceFile> files)
    {
        var records = files.SelectMany(f => f.Records.Select((json, place) => new NaiveRecord(f.Origin, place, json)))
            .OrderBy(r => r.File.LastModified)
            .ThenBy(r => r.File.Source, StringComparer.Ordinal)
            .ThenBy(r => r.File.Key, StringComparer.Ordinal)
            .ThenBy(r => r.Place)
            .ToList();
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var namesakes in records.GroupBy(r => r.Name))
        {
            var hrefs = namesakes.Select(r => r.Href).Where(h => h is not null).Distinct(StringComparer.Ordinal).ToList();
            if (hrefs.Count > 1 && namesakes.Any(r => r.Href is null))
                throw new ArgumentException($"Ambiguous: {namesakes.Key}", nameof(files));
            foreach (var movie in namesakes.GroupBy(r => hrefs.Count > 1 ? r.Href : hrefs.FirstOrDefault(), StringComparer.Ordinal))
                Add(documents, movie.Key, [.. movie]);
        }
        return documents;
    }

    private static void Add(SortedDictionary<string, string> documents, string? href, List<NaiveRecord> records)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (record.IsDeletion)
                fields.Clear();
            else
                Apply(record, fields);
        }
        if (fields.Count == 0)
            return;
        var id = Id(records[0], href);
        documents.Add(id, Document(id, fields));
    }

    private static void Apply(NaiveRecord record, Dictionary<string, string> fields)
    {
        foreach (var property in record.Json.EnumerateObject().Where(p => p.Name is not ("id" or "deleted")))
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
                fields.Remove(property.Name);
            else
                fields[property.Name] = NaiveJson.Write(property.Value);
        }
    }

    private static string Document(string id, Dictionary<string, string> fields)
    {
        fields.TryAdd("cast", "[]");
        fields.TryAdd("genres", "[]");
        var names = Known.Where(fields.ContainsKey)
            .Concat(fields.Keys.Except(Known, StringComparer.Ordinal).OrderBy(ByteText.OfUtf8, StringComparer.Ordinal));
        return "{" + string.Join(',', names.Select(n => NaiveJson.Quote(n) + ":" + fields[n]).Prepend($"\"id\":\"{id}\"")) + "}";
    }

    private static string Id(NaiveRecord record, string? href) => MovieId.Of(
        Encoding.UTF8.GetBytes(record.Name.Title), record.Name.Year, Encoding.UTF8.GetBytes(href ?? ""), href is not null).ToString();

    private sealed class NaiveRecord
    {
        public NaiveRecord(FileOrigin file, int place, string json)
        {
            (File, Place) = (file, place);
            using var parsed = JsonDocument.Parse(json);
            Json = parsed.RootElement.Clone();
            byte[] scratch = [];
            var title = IdentityText.Normalize(Encoding.UTF8.GetBytes(Json.GetProperty("title").GetString()!), ref scratch);
            Name = (Encoding.UTF8.GetString(title), Json.GetProperty("year").GetInt32());
            Href = Json.TryGetProperty("href", out var href) && href.GetString() is { Length: > 0 } given ? given : null;
            IsDeletion = Json.TryGetProperty("deleted", out var deleted) && deleted.ValueKind == JsonValueKind.True;
        }

        public FileOrigin File { get; }

        public int Place { get; }

        public JsonElement Json { get; }

        public (string Title, int Year) Name { get; }

        public string? Href { get; }

        public bool IsDeletion { get; }
    }
}
