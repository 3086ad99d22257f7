namespace MovieGrains.Catalog.Suggestions;

/// <summary>How likely it is that somebody means a movie, or somebody of a cast: what docs/search.md explains.</summary>
/// <remarks>
/// Integers, and of a movie a function of its document alone, so that neither its part nor its partition changes it. That of a
/// name adds up what its movies give, over the whole catalogue.
/// </remarks>
internal static class Likelihood
{
    /// <summary>An article of this many bytes says all that length can: the longest tenth of 36,273 real ones begin at 538.</summary>
    private const int LongArticle = 1000;

    /// <summary>So many of a cast are named when a movie is well known; more says no more.</summary>
    private const int LargeCast = 8;

    private const int FirstYear = 1900, LastYear = 2020;

    /// <summary>Up to so many bytes a shorter title is the likelier one: The Matrix before The Matrix Resurrections.</summary>
    private const int LongTitle = 40;

    /// <summary>Of a movie, 0..420.</summary>
    /// <param name="extract">Bytes of its extract, as its document spells it.</param>
    /// <param name="hasThumbnail">Whether it has a picture.</param>
    /// <param name="cast">How many names its cast lists.</param>
    /// <param name="year">Its year.</param>
    /// <param name="title">Bytes of its folded title.</param>
    public static int OfTitle(int extract, bool hasThumbnail, int cast, int year, int title) =>
        (Math.Min(extract, LongArticle) / 5)
        + (hasThumbnail ? 40 : 0)
        + (Math.Min(cast, LargeCast) * 5)
        + ((Math.Clamp(year, FirstYear, LastYear) - FirstYear) / 2)
        + ((LongTitle - Math.Min(title, LongTitle)) * 2);

    /// <summary>What a movie adds to each name of its cast, 1..27: the better known it is, the more.</summary>
    public static int OfRole(int title) => 1 + (title / 16);

    /// <summary>Of a name, on the scale of titles: ten times the root of what its movies add.</summary>
    /// <remarks>Forty movies of the usual kind weigh as much as a very well-known title.</remarks>
    public static int OfName(long roles)
    {
        var square = roles * 100;
        var root = (long)Math.Sqrt(square);
        while (root * root > square)
            root--;
        while ((root + 1) * (root + 1) <= square)
            root++;
        return (int)root;
    }
}
