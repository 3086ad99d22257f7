using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Selects the best of a part's matches: tier after tier, and none of them is scored unless it can come into the page.</summary>
internal static class RelevantHits
{
    /// <summary>Adds the matches to a selection until it is full.</summary>
    public static void Select(PartText text, MatchSet matches, Scratch scratch, ref KeySelection selection)
    {
        var scorer = scratch.Scorer;
        scorer.Begin(text);
        var size = Bitmap.WordsFor(text.Live.Part.Count);
        Scratch.Grow(ref scratch.Left, size);
        Scratch.Grow(ref scratch.Tier, size);
        Span<ulong> left = scratch.Left.AsSpan(0, size), tier = scratch.Tier.AsSpan(0, size);
        matches.CopyTo(left);
        if (!text.Search.Words.Any(static word => !word.IsExcluded))
        {
            AddAll(text, left, ref selection);
            return;
        }
        Take(left, text.InTitle, tier);
        scratch.Titles.Select(text, tier, scorer, ref selection);
        selection.EndGroup();
        if (selection.IsFull)
            return;
        text.Pairs.Fill(text);
        Take(left, text.InNames, tier);
        scratch.Others.Select(text, tier, MatchClass.Names, scorer, ref selection);
        selection.EndGroup();
        if (selection.IsFull)
            return;
        scratch.Others.Select(text, left, MatchClass.Extract, scorer, ref selection);
        selection.EndGroup();
    }

    /// <summary>Adds what has no words to be scored by: the titles that are what was asked for come before those that begin so.</summary>
    private static void AddAll(PartText text, ReadOnlySpan<ulong> movies, ref KeySelection selection)
    {
        var signs = text.Search.Signs;
        foreach (var movie in new BitmapNumbers(movies))
        {
            selection.Add(movie, signs.Length == 0 ? 0
                : Scorer.WithClass(0, text.Live.Part.Titles[movie].Length == signs.Length ? MatchClass.TitleExact : MatchClass.TitleBeginsPartly));
        }
        selection.EndGroup();
    }

    /// <summary>Moves those of a tier from what is left.</summary>
    private static void Take(Span<ulong> left, ReadOnlySpan<ulong> members, Span<ulong> tier)
    {
        left.CopyTo(tier);
        Bitmap.And(tier, members);
        Bitmap.AndNot(left, tier);
    }
}
