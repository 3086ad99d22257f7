using Microsoft.Extensions.Primitives;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Writes;

/// <summary>The media types that a body may have.</summary>
/// <remarks>None given is taken too: what the body is shows in the body.</remarks>
internal sealed class BodyTypes
{
    /// <summary>Records, however many.</summary>
    public static readonly BodyTypes Records = new("application/json", "application/x-ndjson");

    /// <summary>One movie.</summary>
    public static readonly BodyTypes Movie = new("application/json");

    /// <summary>A patch of one movie.</summary>
    public static readonly BodyTypes Patch = new("application/merge-patch+json", "application/json");

    private readonly string _text;

    private BodyTypes(params string[] names)
    {
        Names = names;
        _text = string.Join(" or ", names);
    }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Null when a request's body is of one of them and not content-coded, else what is wrong with it.</summary>
    public Problem? Check(IHeaderDictionary headers)
    {
        if (!IsPlain(headers.ContentEncoding))
            return Problem.UnsupportedCoding();
        return IsTaken(headers.ContentType) ? null : Problem.UnsupportedType(_text);
    }

    private static bool IsPlain(StringValues coding) =>
        coding.Count == 0 || (coding.Count == 1 && coding[0].AsSpan().Trim().Equals("identity", StringComparison.OrdinalIgnoreCase));

    private bool IsTaken(StringValues header)
    {
        if (header.Count == 0 || (header.Count == 1 && string.IsNullOrWhiteSpace(header[0])))
            return true;
        return header.Count == 1 && IsTaken(header[0].AsSpan());
    }

    private bool IsTaken(ReadOnlySpan<char> header)
    {
        var semicolon = header.IndexOf(';');
        var type = (semicolon < 0 ? header : header[..semicolon]).Trim();
        if (semicolon >= 0 && !IsUtf8(header[(semicolon + 1)..]))
            return false;
        foreach (var name in Names)
        {
            if (type.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    // JSON has no parameter charset (RFC 8259, 11), but clients send one; what says that it isn't UTF-8 can't be read.
    private static bool IsUtf8(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (!parameter.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
                continue;
            var value = parameter["charset=".Length..].Trim('"');
            if (!value.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !value.Equals("utf8", StringComparison.OrdinalIgnoreCase)
                && !value.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }
}
