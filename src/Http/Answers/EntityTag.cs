using System.Buffers.Binary;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Http.Answers;

/// <summary>Entity tags: a hash of the body, so that equal tags mean equal bodies on every replica.</summary>
internal static class EntityTag
{
    /// <summary>The tag of a body, quotes included.</summary>
    /// <param name="body">The body before any content coding.</param>
    /// <param name="suffix">What tells a content-coded variant from the others.</param>
    public static string Of(ReadOnlySpan<byte> body, string suffix) =>
        string.Create(18 + suffix.Length, (Hash: XxHash64.Hash(body), Suffix: suffix), static (text, tag) =>
        {
            text[0] = text[^1] = '"';
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, tag.Hash);
            Convert.TryToHexStringLower(bytes, text[1..], out _);
            tag.Suffix.CopyTo(text[17..]);
        });

    /// <summary>Whether an <c>If-None-Match</c> names a tag, compared weakly, or any (<c>*</c>).</summary>
    /// <remarks>Ends at the first thing that is no tag: half a list is no reason to hold an answer back.</remarks>
    public static bool IsNamed(ReadOnlySpan<char> list, string tag)
    {
        while (true)
        {
            list = list.TrimStart(" \t,");
            if (list.StartsWith("*"))
                return list.TrimEnd().Length == 1;
            if (list.StartsWith("W/"))
                list = list[2..];
            if (!list.StartsWith("\""))
                return false;
            var end = list[1..].IndexOf('"') + 2;
            if (end < 2)
                return false;
            if (list[..end].SequenceEqual(tag))
                return true;
            list = list[end..];
        }
    }
}
