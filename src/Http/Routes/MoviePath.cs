using System.Text;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Routes;

/// <summary>The id in <c>/movies/{id}</c>.</summary>
internal static class MoviePath
{
    private const char NoBlank = '\0';
    private const int IdSegment = 1;
    private const int ShownCharacters = 80;

    /// <summary>The path of a movie.</summary>
    public static string Of(string id) => "/movies/" + Uri.EscapeDataString(id);

    /// <summary>The id; null when it is no text.</summary>
    public static string? Id(Exchange exchange)
    {
        var raw = exchange.Target.Segment(IdSegment);
        var bytes = new byte[raw.Length];
        return PercentText.Decode(raw, NoBlank, bytes, out var length) is null ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    /// <summary>The id as it can be shown in a problem.</summary>
    public static string Shown(Exchange exchange) =>
        PercentText.Show(exchange.Target.Segment(IdSegment), NoBlank, ShownCharacters);
}
