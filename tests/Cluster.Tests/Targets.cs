using System.Text.Json;

namespace MovieGrains.Cluster.Tests;

/// <summary>Requests drawn from what a catalogue has: every filter, sort, page, cursor and facet, alone and together.</summary>
internal sealed class Targets
{
    private static readonly string[] Sorts = ["year", "-year", "title", "-title", "title,-year", "-year,-title", "year,title"];
    private static readonly string[] Facets = ["genre", "year", "decade", "cast", "genre:others,cast", "year:others,decade", "genre,year,decade,cast"];
    private static readonly string[] Fields = ["id,title", "title,year,genres", "id", "cast,extract"];

    private readonly Random random;
    private readonly List<JsonElement> movies;

    /// <summary>Requests for a catalogue.</summary>
    /// <param name="export">All of its movies, as /export has them.</param>
    /// <param name="seed">Other requests for another seed.</param>
    public Targets(string export, int seed)
    {
        random = new Random(seed);
        movies = [.. export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>The next request.</summary>
    public string Next()
    {
        var movie = movies[random.Next(movies.Count)];
        if (random.Next(20) == 0)
            return "/movies/" + movie.GetProperty("id").GetString();
        if (random.Next(30) == 0)
            return random.Next(3) switch { 0 => "/genres", 1 => $"/years?page={random.Next(1, 4)}", _ => "/actors?prefix=" + Word(Name(movie, "cast"))[..1] };
        var parts = new List<string>();
        Add(parts, 0.35, () => "title=" + Piece(movie.GetProperty("title").GetString()!));
        Add(parts, 0.05, () => "name=" + Escape(movie.GetProperty("title").GetString()!));
        Add(parts, 0.25, () => "actor=" + Piece(Name(movie, "cast")));
        Add(parts, 0.2, () => "cast=" + Escape(Name(movie, "cast")));
        Add(parts, 0.3, () => "genre=" + Escape(Name(movie, "genres")) + (random.Next(4) == 0 ? "|drama" : ""));
        Add(parts, 0.4, () => Years(movie.GetProperty("year").GetInt32()));
        Add(parts, 0.4, () => "sort=" + Escape(Sorts[random.Next(Sorts.Length)]));
        Add(parts, 0.3, () => $"page={random.Next(1, 6)}");
        Add(parts, 0.3, () => $"page_size={random.Next(1, 60)}");
        Add(parts, 0.25, () => "facets=" + Facets[random.Next(Facets.Length)]);
        Add(parts, 0.1, () => $"facet_size={random.Next(1, 200)}");
        Add(parts, 0.15, () => "fields=" + Fields[random.Next(Fields.Length)]);
        return "/movies?" + string.Join('&', parts);
    }

    private void Add(List<string> parts, double chance, Func<string> part)
    {
        if (random.NextDouble() < chance)
            parts.Add(part());
    }

    private string Years(int year) => random.Next(4) switch
    {
        0 => $"year={year}",
        1 => $"year=..{year}",
        2 => $"year={year}..",
        _ => $"year={year - random.Next(20)}..{year}",
    };

    /// <summary>A few letters from within a text.</summary>
    private string Piece(string text)
    {
        var start = random.Next(text.Length);
        if (start > 0 && char.IsLowSurrogate(text[start]))
            start--;
        var piece = text[start..Math.Min(text.Length, start + random.Next(1, 7))];
        return Escape(char.IsHighSurrogate(piece[^1]) ? piece[..^1] : piece);
    }

    private string Name(JsonElement movie, string list)
    {
        var names = movie.GetProperty(list);
        return names.GetArrayLength() == 0 ? "nobody" : names[random.Next(names.GetArrayLength())].GetString()!;
    }

    private static string Word(string text) => Escape(text.Split(' ')[0].ToLowerInvariant()) is { Length: > 0 } word && char.IsAsciiLetter(word[0]) ? word : "a";

    private static string Escape(string text) => Uri.EscapeDataString(text.Replace("\\", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal));
}
