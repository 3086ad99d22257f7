using Microsoft.AspNetCore.Http.Features;

namespace MovieGrains.Http.Answers;

/// <summary>A request's target as it was sent, still percent-encoded.</summary>
/// <remarks>The framework decodes paths but leaves <c>%2F</c> as it is, so that <c>%252F</c> and <c>%2F</c> look the
/// same in them.</remarks>
internal readonly struct RawTarget
{
    private readonly string _target;
    private readonly int _path;
    private readonly int _query;

    private RawTarget(string target)
    {
        _target = target;
        _path = PathStart(target);
        var mark = target.IndexOf('?', _path);
        _query = mark < 0 ? target.Length : mark;
    }

    /// <summary>How many characters it has.</summary>
    public int Length => _target.Length;

    /// <summary>The path.</summary>
    public ReadOnlySpan<char> Path => _target.AsSpan(_path, _query - _path);

    /// <summary>What follows the question mark.</summary>
    public ReadOnlySpan<char> Query => _query < _target.Length ? _target.AsSpan(_query + 1) : default;

    /// <summary>The target of a request.</summary>
    public static RawTarget Of(HttpContext context) => new(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    /// <summary>A target given as text, as it stands in a request's first line.</summary>
    public static RawTarget Parse(string target) => new(target);

    /// <summary>A segment of the path, dot segments resolved as the router resolves them.</summary>
    /// <param name="index">From 0, the path <c>/a/b</c> having <c>a</c> and <c>b</c>.</param>
    public ReadOnlySpan<char> Segment(int index)
    {
        Span<Range> kept = stackalloc Range[MaxSegments];
        var count = 0;
        for (var at = 1; at <= Path.Length && count < MaxSegments;)
        {
            var slash = Path[at..].IndexOf('/');
            var end = slash < 0 ? Path.Length : at + slash;
            if (Dots(Path[at..end]) is 2)
                count = Math.Max(0, count - 1);
            else if (Dots(Path[at..end]) is 0)
                kept[count++] = at..end;
            at = end + 1;
        }
        return index < count ? Path[kept[index]] : default;
    }

    /// <summary>No route has more segments; the last may be followed by an empty one.</summary>
    private const int MaxSegments = 16;

    // 1 for ".", 2 for "..", 0 for anything else; each dot may be percent-encoded.
    private static int Dots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            var length = segment[0] == '.' ? 1 : segment.StartsWith("%2E", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0 || ++dots > 2)
                return 0;
            segment = segment[length..];
        }
        return dots;
    }

    // A target may also be absolute, as proxies are sent it: http://host/path.
    private static int PathStart(string target)
    {
        if (target.StartsWith('/'))
            return 0;
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? -1 : target.IndexOfAny(['/', '?'], scheme + 3);
        return path < 0 ? target.Length : path;
    }
}
