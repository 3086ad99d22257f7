using System.Buffers;
using System.Globalization;
using System.Text;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Answers;

/// <summary>The <c>Link</c> header: the same path and parameters at another place of the result.</summary>
internal static class LinkHeader
{
    /// <summary>What may stand in a path or query as it is; a client may send more, and it must not end our header's
    /// <c>&lt;&gt;</c>.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;=%");

    /// <summary>Adds a link.</summary>
    /// <param name="text">The header so far.</param>
    /// <param name="target">The request's target.</param>
    /// <param name="relation">What the link leads to, such as <c>next</c>.</param>
    /// <param name="parameter">The parameter that says where, such as <c>page</c>; null for the beginning.</param>
    /// <param name="place">Its value.</param>
    public static void Append(StringBuilder text, RawTarget target, string relation, string? parameter = null, string place = "")
    {
        text.Append(text.Length == 0 ? "<" : ", <");
        AppendEncoded(text, target.Path);
        var separator = '?';
        var pairs = new QueryPairs(target.Query);
        while (pairs.Next())
        {
            if (IsPlace(pairs.Name))
                continue;
            text.Append(separator);
            AppendEncoded(text, pairs.Pair);
            separator = '&';
        }
        if (parameter is not null)
            text.Append(separator).Append(parameter).Append('=').Append(place);
        text.Append(">; rel=\"").Append(relation).Append('"');
    }

    // A name that is percent-encoded for no reason (p%61ge) is a place as well.
    private static bool IsPlace(ReadOnlySpan<char> name)
    {
        if (name.Contains('%'))
            return PercentText.Show(name, '+') is "page" or "cursor";
        return name is "page" or "cursor";
    }

    private static void AppendEncoded(StringBuilder text, ReadOnlySpan<char> raw)
    {
        while (true)
        {
            var odd = raw.IndexOfAnyExcept(Plain);
            text.Append(odd < 0 ? raw : raw[..odd]);
            if (odd < 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"%{(int)raw[odd]:X2}");
            raw = raw[(odd + 1)..];
        }
    }
}
