using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Routes;

/// <summary>A filter that a path gives, as in <c>/year/1999</c>.</summary>
/// <param name="Kind">The filter.</param>
/// <param name="Segments">The segments of the path whose texts, joined by blanks, are the filter's value.</param>
/// <param name="Blank">The character that stands for a blank; NUL, which no target holds, when there is none.</param>
internal sealed record PathFilter(ParameterKind Kind, int[] Segments, char Blank)
{
    /// <summary>Reads the filter from a request.</summary>
    public void Read(Exchange exchange)
    {
        var name = MovieParameters.Filter(Kind).Name;
        if (Segments.Length == 1)
        {
            exchange.Reader.ReadPath(Kind, name, exchange.Target.Segment(Segments[0]), Blank);
            return;
        }
        var text = exchange.Text.Clear();
        foreach (var segment in Segments)
            text.Append(text.Length == 0 ? "" : "%20").Append(exchange.Target.Segment(segment));
        exchange.Reader.ReadPath(Kind, name, text.ToString(), Blank);
    }
}
