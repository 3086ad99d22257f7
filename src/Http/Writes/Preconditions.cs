using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Writes;

/// <summary>What <c>If-Match</c> and <c>If-None-Match</c> ask of the movie that is written (RFC 9110, 13.1).</summary>
/// <param name="Condition">As the writer takes it.</param>
/// <param name="Header">The header that it comes from, for telling that it isn't met.</param>
/// <param name="Fault">Why a header can't be used; null when both can.</param>
internal readonly record struct Preconditions(WriteCondition Condition, string Header, Problem? Fault)
{
    private const string IfMatch = "If-Match";
    private const string IfNoneMatch = "If-None-Match";
    private const int HashDigits = 16;

    // What a tag may hold between its quotes: no blanks, no quotes, nothing that isn't visible.
    private static readonly SearchValues<char> Odd =
        SearchValues.Create([.. Enumerable.Range(0, 0x21).Append('"').Append(0x7F).Select(c => (char)c)]);

    /// <summary>Reads them.</summary>
    public static Preconditions Of(IHeaderDictionary headers)
    {
        if (headers.IfNoneMatch.Count > 0)
            return OfIfNoneMatch(headers.IfNoneMatch);
        if (headers.IfMatch.Count == 0)
            return new Preconditions(WriteCondition.None, IfMatch, Fault: null);
        var list = headers.IfMatch.ToString().AsSpan().Trim();
        // The movie must be there; so it must for any write to it.
        if (list is "*")
            return new Preconditions(WriteCondition.None, IfMatch, Fault: null);
        return Hashes(list) is { } hashes
            ? new Preconditions(new WriteCondition(hashes), IfMatch, Fault: null)
            : Bad(IfMatch, "it must be * or a list of entity tags in quotes, as ETag has them");
    }

    // No path here makes a movie, so that there be none can't be met; and a list of tags asks for nothing that helps anybody.
    private static Preconditions OfIfNoneMatch(StringValues header) => header.ToString().AsSpan().Trim() is "*"
        ? new Preconditions(new WriteCondition([]), IfNoneMatch, Fault: null)
        : Bad(IfNoneMatch, "with a write it can only be *; use If-Match for tags");

    private static Preconditions Bad(string header, string reason) =>
        new(WriteCondition.None, header, Problem.BadHeader(header, reason));

    /// <summary>The hashes of the documents that a list names; null when it is no list of tags.</summary>
    /// <remarks>Compared strongly, so a weak tag names none; nor does one that isn't of ours.</remarks>
    private static ImmutableArray<ulong>? Hashes(ReadOnlySpan<char> list)
    {
        var hashes = ImmutableArray.CreateBuilder<ulong>();
        var isEmpty = true;
        for (list = list.TrimStart(" \t,"); !list.IsEmpty; list = list.TrimStart(" \t,"))
        {
            var isWeak = list.StartsWith("W/");
            list = isWeak ? list[2..] : list;
            var length = list.StartsWith("\"") ? list[1..].IndexOf('"') : -1;
            if (length < 0 || list.Slice(1, length).ContainsAny(Odd))
                return null;
            if (!isWeak && Hash(list.Slice(1, length)) is { } hash)
                hashes.Add(hash);
            isEmpty = false;
            list = list[(length + 2)..].TrimStart(" \t");
            if (!list.IsEmpty && list[0] != ',')
                return null;
        }
        return isEmpty ? null : hashes.ToImmutable();
    }

    // The tag of a content-coded answer is that of the document with a suffix, and stands for the same document.
    private static ulong? Hash(ReadOnlySpan<char> tag)
    {
        if (tag.Length < HashDigits || tag[HashDigits..] is not ("" or "-br" or "-gzip") || tag[..HashDigits].ContainsAnyInRange('A', 'F'))
            return null;
        return ulong.TryParse(tag[..HashDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : null;
    }
}
