using System.Collections.Immutable;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Http.Parameters;

/// <summary>An order: <c>year</c>, <c>-year</c>, <c>title</c>, <c>-title</c>, comma-separated, or <c>relevance</c>.</summary>
internal static class SortSyntax
{
    private const string Syntax = "it must be of year, -year, title and -title, comma-separated, or relevance";
    private const string Twice = "a field may be named once";
    private const string Alone = "relevance stands alone";

    /// <summary>Reads a value.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(ReadOnlySpan<byte> value, out Sort? sort)
    {
        sort = null;
        if (value.SequenceEqual("relevance"u8))
        {
            sort = Sort.Relevance;
            return null;
        }
        var keys = ImmutableArray.CreateBuilder<SortKey>();
        var items = new CommaList(value);
        while (items.Next())
        {
            if (items.Item.SequenceEqual("relevance"u8))
                return Alone;
            if (!TryKey(items.Item, out var key))
                return Syntax;
            foreach (var other in keys)
            {
                if (other.Field == key.Field)
                    return Twice;
            }
            keys.Add(key);
        }
        sort = new Sort(keys.ToImmutable());
        return null;
    }

    private static bool TryKey(ReadOnlySpan<byte> item, out SortKey key)
    {
        var descending = item.StartsWith("-"u8);
        var field = descending ? item[1..] : item;
        var isTitle = field.SequenceEqual("title"u8);
        key = new SortKey(isTitle ? SortField.Title : SortField.Year, descending);
        return isTitle || field.SequenceEqual("year"u8);
    }
}
