using System.Text.Json;

namespace MovieGrains.Http.Page;

/// <summary>Movies as they look before, or without, any script: the same elements as films.js and movie.js make.</summary>
internal static class MovieHtml
{
    /// <summary>As many as text.js counts; style.css has the colours.</summary>
    private const int Tones = 12;

    private const int ShownCast = 4;

    /// <summary>More characters than a card has room for, as text.js cuts.</summary>
    private const int Room = 330;

    /// <summary>Writes a list's card.</summary>
    public static void Card(HtmlText html, JsonElement movie)
    {
        html.Markup("<li class=\"film\" data-id=\"").Text(String(movie, "id")).Markup("\">");
        Poster(html, movie);
        html.Markup("<div class=\"about\"><h2 dir=\"auto\"><a href=\"/?movie=").Text(Uri.EscapeDataString(String(movie, "id"))).Markup("\">")
            .Text(String(movie, "title")).Markup("</a></h2><p class=\"genres\" dir=\"auto\"><span class=\"year\">").Text(Year(movie)).Markup("</span>");
        foreach (var genre in Strings(movie, "genres"))
            html.Markup(" · ").Text(genre);
        html.Markup("</p>");
        var cast = Strings(movie, "cast");
        if (cast.Count > 0)
            Cast(html, cast);
        if (String(movie, "extract") is { Length: > 0 } extract)
            html.Markup("<p class=\"extract\" dir=\"auto\">").Text(Beginning(extract)).Markup("</p>");
        html.Markup("</div></li>");
    }

    /// <summary>Writes a movie's own view.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="movie">The document.</param>
    /// <param name="origins">Where it comes from; null when nobody can tell.</param>
    public static void Sheet(HtmlText html, JsonElement movie, ShownOrigins? origins)
    {
        html.Markup("<p class=\"back\"><a href=\"/\"><span aria-hidden=\"true\">←</span> Films</a></p><div class=\"sheet\">");
        Poster(html, movie);
        html.Markup("<div class=\"about\"><h1 dir=\"auto\">").Text(String(movie, "title")).Markup("</h1>");
        html.Markup("<p class=\"when\"><a href=\"/?year=").Text(Year(movie)).Markup("\">").Text(Year(movie)).Markup("</a></p>");
        Links(html, "<ul class=\"tags\" aria-label=\"Genres\">", "genre", Strings(movie, "genres"));
        if (String(movie, "extract") is { Length: > 0 } extract)
            html.Markup("<p class=\"extract\" dir=\"auto\">").Text(extract).Markup("</p>");
        var cast = Strings(movie, "cast");
        if (cast.Count > 0)
            html.Markup("<h2>Cast</h2>");
        Links(html, "<ul class=\"names\">", "cast", cast);
        RecordHtml.Facts(html, movie);
        if (origins is not null)
            RecordHtml.Origins(html, origins);
        html.Markup("</div></div>");
    }

    private static void Poster(HtmlText html, JsonElement movie)
    {
        var title = String(movie, "title");
        html.Markup("<div class=\"poster tone-").Number(Tone(title)).Markup("\"><span class=\"drawn\" aria-hidden=\"true\" dir=\"auto\">")
            .Text(title).Markup("</span>");
        if (String(movie, "thumbnail") is { } thumbnail && thumbnail.StartsWith("https://", StringComparison.Ordinal))
        {
            html.Markup("<img src=\"").Text(thumbnail).Markup("\" alt=\"\" width=\"").Text(Size(movie, "thumbnail_width", "2"))
                .Markup("\" height=\"").Text(Size(movie, "thumbnail_height", "3"))
                .Markup("\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\">");
        }
        html.Markup("</div>");
    }

    private static void Cast(HtmlText html, List<string> cast)
    {
        html.Markup("<p class=\"cast\" dir=\"auto\">");
        for (var i = 0; i < Math.Min(cast.Count, ShownCast); i++)
            html.Markup(i > 0 ? ", <bdi>" : "<bdi>").Text(cast[i]).Markup("</bdi>");
        if (cast.Count > ShownCast)
            html.Markup(" <span class=\"more\">and ").Number(cast.Count - ShownCast).Markup(" more</span>");
        html.Markup("</p>");
    }

    private static void Links(HtmlText html, string list, string parameter, List<string> values)
    {
        if (values.Count == 0)
            return;
        html.Markup(list);
        foreach (var value in values)
        {
            var literal = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
            html.Markup($"<li><a dir=\"auto\" href=\"/?{parameter}=").Text(Uri.EscapeDataString(literal)).Markup("\">").Text(value).Markup("</a></li>");
        }
        html.Markup("</ul>");
    }

    /// <summary>The tone of a drawn poster, as text.js counts it.</summary>
    private static int Tone(string title)
    {
        var sum = 0;
        foreach (var c in title)
            sum = ((sum * 31) + c) % 9973;
        return sum % Tones;
    }

    private static string Beginning(string extract)
    {
        var end = extract.Length <= Room ? -1 : extract.LastIndexOf(' ', Room);
        return end <= 0 ? extract : extract[..end] + "…";
    }

    private static string Year(JsonElement movie) => Size(movie, "year", "");

    private static string Size(JsonElement movie, string field, string otherwise) =>
        movie.TryGetProperty(field, out var size) && size.ValueKind == JsonValueKind.Number ? size.GetRawText() : otherwise;

    /// <summary>A field's text; empty when it has none.</summary>
    internal static string String(JsonElement movie, string field) =>
        movie.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static List<string> Strings(JsonElement movie, string field) =>
        movie.TryGetProperty(field, out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];
}
