namespace MovieGrains.Catalog.Queries;

/// <summary>Asks for titles and names that somebody who has typed a beginning may mean.</summary>
/// <param name="Prefix">Folded UTF-8, not empty; with one blank behind it where what was typed ends with white space: its last word is
/// whole.</param>
/// <param name="Size">How many at most, 1..<see cref="MaxSize"/>.</param>
public sealed record SuggestQuery(byte[] Prefix, int Size)
{
    /// <summary>So many come unless the query says otherwise.</summary>
    public const int DefaultSize = 10;

    /// <summary>Never more.</summary>
    public const int MaxSize = 20;
}
