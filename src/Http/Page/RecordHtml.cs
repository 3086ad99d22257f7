using System.Globalization;
using System.Text.Json;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;
using MovieGrains.Http.Ingest;

namespace MovieGrains.Http.Page;

/// <summary>What a movie's own view tells of its record, before or without any script: the same elements as movie.js makes.</summary>
internal static class RecordHtml
{
    private const string Wikimedia = "https://upload.wikimedia.org/";
    private const string Wikipedia = "https://en.wikipedia.org/wiki/";

    /// <summary>The fields that the view has a place of its own for, as movie.js has them.</summary>
    private static readonly string[] Placed =
        ["id", "title", "year", "cast", "genres", "href", "extract", "thumbnail", "thumbnail_width", "thumbnail_height"];

    /// <summary>Writes the reference, the fields that only this supplier gives, and the way to the document.</summary>
    public static void Facts(HtmlText html, JsonElement movie)
    {
        html.Markup("<h2>Record</h2><dl class=\"facts\">");
        if (MovieHtml.String(movie, "href") is { Length: > 0 } href)
        {
            html.Markup("<div><dt>Reference</dt><dd dir=\"auto\">");
            Reference(html, href, MovieHtml.String(movie, "thumbnail"));
            html.Markup("</dd></div>");
        }
        foreach (var field in movie.EnumerateObject().Where(static field => !Placed.Contains(field.Name, StringComparer.Ordinal)))
        {
            html.Markup("<div><dt>").Text(field.Name).Markup("</dt><dd dir=\"auto\">")
                .Text(field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText()).Markup("</dd></div>");
        }
        var id = MovieHtml.String(movie, "id");
        html.Markup("<div><dt>Document</dt><dd><a href=\"/movies/").Text(Uri.EscapeDataString(id)).Markup("\">").Text(id).Markup("</a></dd></div></dl>");
    }

    /// <summary>Writes which records the movie comes from.</summary>
    public static void Origins(HtmlText html, ShownOrigins origins)
    {
        html.Markup("<h2>Where it comes from</h2><ul class=\"origins\">");
        foreach (var record in origins.Sources.Records)
        {
            html.Markup("<li>");
            if (record.IsWrite)
                Moment(html.Markup("<b>Written</b> <span class=\"quiet\">by a client, "), record);
            else
                File(html, record, origins.KnownFiles.Contains(record.Origin.FileId));
            html.Markup("</span>");
            if (record.Fields.Count > 0)
                html.Markup("<p>").Text(string.Join(", ", record.Fields)).Markup("</p>");
            if (record.Cleared.Count > 0)
                html.Markup("<p class=\"quiet\">cleared: ").Text(string.Join(", ", record.Cleared)).Markup("</p>");
            html.Markup("</li>");
        }
        html.Markup("</ul>");
    }

    private static void File(HtmlText html, RecordShare record, bool isKnown)
    {
        html.Markup("<b>");
        if (isKnown)
            html.Markup("<a dir=\"auto\" href=\"").Text(KnownFiles.Path(record.Origin.FileId)).Markup("\">").Text(record.Origin.Key).Markup("</a>");
        else
            html.Markup("<bdi>").Text(record.Origin.Key).Markup("</bdi>");
        html.Markup("</b> <span class=\"quiet\">of <bdi>").Text(SourceName.Shown(record.Origin.Source)).Markup("</bdi>, record ")
            .Number(record.Place + 1L).Markup(", ");
        Moment(html, record);
    }

    /// <summary>A moment; without a script nobody knows what time it is where the reader is.</summary>
    private static void Moment(HtmlText html, RecordShare record)
    {
        var moment = record.Origin.LastModified.UtcDateTime;
        html.Markup("<time datetime=\"").Text(moment.ToString("O", CultureInfo.InvariantCulture)).Markup("\">")
            .Text(moment.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)).Markup("</time>");
    }

    /// <summary>Where one can read more: an address as it is, an article of Wikipedia's where the record is evidently from there.</summary>
    private static void Reference(HtmlText html, string href, string thumbnail)
    {
        if (href.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || href.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            Away(html, href, href);
        else if (thumbnail.StartsWith(Wikimedia, StringComparison.Ordinal))
            Away(html, Wikipedia + Uri.EscapeDataString(href), href.Replace('_', ' ') + ", Wikipedia");
        else
            html.Text(href);
    }

    private static void Away(HtmlText html, string address, string text) =>
        html.Markup("<a href=\"").Text(address).Markup("\" rel=\"noreferrer\">").Text(text).Markup("</a>");
}
