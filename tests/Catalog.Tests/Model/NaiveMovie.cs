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
        Extract = json.TryGetProperty("extract", out var extract) ? ByteText.Of(Folding.Fold(extract.GetString()!)) : "";
        Fields = [.. json.EnumerateObject().Select(p => (p.Name, NaiveJson.Quote(p.Name) + ":" + NaiveJson.Write(p.Value)))];
    }

    public string Document { get; }

    public string Id { get; }

    public int Year { get; }

    public string Title { get; }

    /// <summary>The movie's different cast names, folded, each with its first spelling.</summary>
    public NaiveTerm[] Cast { get; }

    public NaiveTerm[] Genres { get; }

    /// <summary>The folded extract; empty without one.</summary>
    public string Extract { get; }

    /// <summary>Each field's name, and its text in the document.</summary>
    public IReadOnlyList<(string Name, string Json)> Fields { get; }

    private static NaiveTerm[] Terms(JsonElement values) =>
        [.. values.EnumerateArray().Select(v => v.GetString()!)
            .Select(v => new NaiveTerm(ByteText.Of(Folding.Fold(v)), v))
            .Where(t => t.Folded.Length > 0)
            .DistinctBy(t => t.Folded, StringComparer.Ordinal)];
}

/// <summary>A genre or cast name: folded, and as the movie first spells it.</summary>
internal readonly record struct NaiveTerm(string Folded, string Spelling);
