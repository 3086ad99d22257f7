using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Selects the best of a part's matches: tier after tier, and none of them is scored unless it can come into the page.</summary>
internal static class RelevantHits
{
    /// <summary>Adds the matches to a selection until it is full.</summary>
    public static void Select(PartText text, MatchSet matches, Scorer scorer, ref KeySelection selection)
    {
        scorer.Begin(text);
        var isAsked = text.Search.Words.Any(static word => !word.IsExcluded);
        for (var tier = isAsked ? Tier.Title : Tier.Unasked; tier <= Tier.Extract && !selection.IsFull; tier++)
        {
            var walker = matches.WalkFrom(0);
            while (walker.MoveNext())
            {
                if (isAsked && TierOf(text, walker.Current) != tier)
                    continue;
                selection.Add(walker.Current, tier switch
                {
                    Tier.Title => scorer.OfTitle(walker.Current),
                    Tier.Names => scorer.OfOthers(walker.Current, MatchClass.Names),
                    Tier.Extract => scorer.OfOthers(walker.Current, MatchClass.Extract),
                    _ => 0,
                });
            }
            selection.EndGroup();
            if (!isAsked)
                break;
        }
    }

    private static Tier TierOf(PartText text, int movie) =>
        Bitmap.Contains(text.InTitle, movie) ? Tier.Title
        : Bitmap.Contains(text.InNames, movie) ? Tier.Names
        : Tier.Extract;

    /// <summary>Every movie of a tier comes before every one of the next.</summary>
    private enum Tier
    {
        Unasked,
        Title,
        Names,
        Extract,
    }
}
