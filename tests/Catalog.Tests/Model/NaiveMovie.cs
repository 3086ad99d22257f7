using System.Text.Json;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>A document taken apart; folded texts as <see cref="ByteText"/>.</summary>
internal sealed class NaiveMovie
{
    public NaiveMovie(string document)
    {
        Document = document;
        using var parsed = JsonDocument.Parse(document);
        var json = parsed.RootElement;
        Id = json.GetProperty("id").GetString()!;
        Year = json.GetProperty("year").GetInt32();
        Title = ByteText.Of(Folding.Fold(json.GetProperty("title").GetString()!));
        Cast = Terms(json.GetProperty("cast"));
        Genres = Terms(json.GetProperty("genres"));
        Fields = [.. json.EnumerateObject().Select(p => (p.Name, NaiveJson.Quote(p.Name) + ":" + NaiveJson.Write(p.Value)))];
    }

    public string Document { get; }

    public string Id { get; }

    public int Year { get; }

    public string Title { get; }

    /// <summary>The movie's different cast names, folded, each with its first spelling.</summary>
    public IReadOnlyDictionary<string, string> Cast { get; }

    public IReadOnlyDictionary<string, string> Genres { get; }

    /// <summary>Each field's name, and its text in the document.</summary>
    public IReadOnlyList<(string Name, string Json)> Fields { get; }

    private static Dictionary<string, string> Terms(JsonElement values)
    {
        var terms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateArray())
        {
            var folded = ByteText.Of(Folding.Fold(value.GetString()!));
            if (folded.Length > 0)
                terms.TryAdd(folded, value.GetString()!);
        }
        return terms;
    }
}
