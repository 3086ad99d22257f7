using Microsoft.Extensions.Primitives;

namespace MovieGrains.Http.Answers;

/// <summary>Tells a browser, which wants a page, from a script, which wants JSON.</summary>
internal static class AcceptHeader
{
    /// <summary>Whether HTML has a greater weight than JSON; a tie, as with <c>*/*</c>, is JSON's.</summary>
    public static bool PrefersHtml(StringValues header) => Weight(header, "text/html") > Weight(header, "application/json");

    // The most specific range that holds the type decides: the type itself, its family, anything.
    private static double Weight(StringValues header, string type)
    {
        var (weight, specific) = (0.0, 0);
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan()[range];
                var match = Match(item, type);
                if (match > specific)
                    (weight, specific) = (Quality(item), match);
            }
        }
        return weight;
    }

    private static int Match(ReadOnlySpan<char> item, ReadOnlySpan<char> type)
    {
        var semicolon = item.IndexOf(';');
        var range = (semicolon < 0 ? item : item[..semicolon]).Trim();
        if (range.Equals(type, StringComparison.OrdinalIgnoreCase))
            return 3;
        if (range is "*/*")
            return 1;
        var family = type[..(type.IndexOf('/') + 1)];
        return range.Length == family.Length + 1 && range.EndsWith("*")
            && range.StartsWith(family, StringComparison.OrdinalIgnoreCase) ? 2 : 0;
    }

    private static double Quality(ReadOnlySpan<char> item)
    {
        for (var semicolon = item.IndexOf(';'); semicolon >= 0; semicolon = item.IndexOf(';'))
        {
            item = item[(semicolon + 1)..].TrimStart();
            if (item.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
                return AcceptEncoding.Weight(item.Trim());
        }
        return 1;
    }
}
