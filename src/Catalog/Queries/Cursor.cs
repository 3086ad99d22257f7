namespace MovieGrains.Catalog.Queries;

/// <summary>A place in an ordered result: the sort key and the id of the last item before it.</summary>
/// <param name="Year">The item's year.</param>
/// <param name="Title">The item's folded title, UTF-8; empty when the order does not compare titles.</param>
/// <param name="Id">The item's id.</param>
/// <param name="Score">The item's score, when the order is by relevance; else 0.</param>
public sealed record Cursor(int Year, byte[] Title, string Id, int Score = 0);

/// <summary>What is wrong with the text of a cursor.</summary>
public enum CursorFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is no cursor, or not as it was given out.</summary>
    Malformed,

    /// <summary>It was given out for another query or another order.</summary>
    OtherQuery,
}
