using System.Collections.Immutable;

namespace MovieGrains.Catalog.Queries;

/// <summary>A key that movies can be ordered by.</summary>
public enum SortField
{
    /// <summary>The year.</summary>
    Year,

    /// <summary>The UTF-8 bytes of the folded title.</summary>
    Title,

    /// <summary>How well the movie fits <see cref="Query.Search"/>, best first; then the year, newest first.</summary>
    Relevance,
}

/// <summary>One key of an order.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Descending">Largest first.</param>
public readonly record struct SortKey(SortField Field, bool Descending);

/// <summary>A total order of movies: the keys in turn, then the id (ordinal, ascending), which no two movies share.</summary>
/// <remarks>Relevance stands alone. At most one key per field; an empty list orders by id alone and is not used.</remarks>
public sealed class Sort : IEquatable<Sort>
{
    /// <summary>Newest first, then by title: <c>-year,title</c>.</summary>
    public static readonly Sort Default = new([new SortKey(SortField.Year, true), new SortKey(SortField.Title, false)]);

    /// <summary>Best first, then newest first: <c>relevance</c>.</summary>
    public static readonly Sort Relevance = new([new SortKey(SortField.Relevance, true)]);

    /// <summary>Makes an order of one or two keys on different fields.</summary>
    /// <exception cref="ArgumentException">No key, or a field named twice.</exception>
    public Sort(ImmutableArray<SortKey> keys)
    {
        if (keys.IsDefaultOrEmpty || keys.Length > 2 || (keys.Length == 2 && keys[0].Field == keys[1].Field))
            throw new ArgumentException("An order has one or two keys, on different fields.", nameof(keys));
        if (keys.Length > 1 && keys.Any(static k => k.Field == SortField.Relevance))
            throw new ArgumentException("Relevance stands alone.", nameof(keys));
        Keys = keys;
        ComparesTitles = keys.Any(static k => k.Field == SortField.Title);
    }

    /// <summary>The keys, most significant first.</summary>
    public ImmutableArray<SortKey> Keys { get; }

    /// <summary>Whether the title is one of the keys.</summary>
    public bool ComparesTitles { get; }

    /// <summary>Whether it is <see cref="Relevance"/>.</summary>
    public bool IsByRelevance => Keys[0].Field == SortField.Relevance;

    /// <inheritdoc/>
    public bool Equals(Sort? other) => other is not null && Keys.AsSpan().SequenceEqual(other.Keys.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sort);

    /// <inheritdoc/>
    public override int GetHashCode() => Keys.Length == 1 ? Keys[0].GetHashCode() : HashCode.Combine(Keys[0], Keys[1]);

    /// <summary>The order as the <c>sort</c> parameter spells it.</summary>
    public override string ToString() =>
        IsByRelevance ? "relevance" : string.Join(',', Keys.Select(k => (k.Descending ? "-" : "") + (k.Field == SortField.Year ? "year" : "title")));
}
