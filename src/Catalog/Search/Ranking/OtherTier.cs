using System.Numerics;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Ranks the movies that have every word, but not all of them in the title.</summary>
/// <remarks>As <see cref="TitleTier"/> does: those first that have neighbours in one name; each by the lengths of the extracts, as far as a
/// movie as good as one can be there would still come in time.</remarks>
internal sealed class OtherTier
{
    /// <summary>So few movies are looked at in the time that taking them apart takes.</summary>
    private const int Few = 128;

    private ulong[] paired = [], others = [];

    /// <summary>Adds the best to a selection.</summary>
    /// <param name="text">What was looked up.</param>
    /// <param name="movies">The movies.</param>
    /// <param name="worst">Where they have the words at the worst.</param>
    /// <param name="scorer">Made ready for the part.</param>
    /// <param name="selection">Takes them; the group is left open.</param>
    public void Select(PartText text, ReadOnlySpan<ulong> movies, MatchClass worst, Scorer scorer, ref KeySelection selection)
    {
        if (Bitmap.Count(movies) <= Few)
        {
            foreach (var movie in new BitmapNumbers(movies))
                selection.Add(movie, scorer.OfOthers(movie, worst));
            return;
        }
        Scratch.Grow(ref paired, movies.Length);
        Scratch.Grow(ref others, movies.Length);
        Span<ulong> pairs = paired.AsSpan(0, movies.Length), rest = others.AsSpan(0, movies.Length);
        pairs.Clear();
        text.Pairs.OrInto(pairs);
        movies.CopyTo(rest);
        Bitmap.AndNot(rest, pairs);
        if (text.Pairs.Known > 0)
        {
            Bitmap.And(pairs, movies);
            Walk(text, pairs, worst, text.Pairs.Known, scorer, ref selection);
        }
        Walk(text, rest, worst, 0, scorer, ref selection);
    }

    private static void Walk(
        PartText text, ReadOnlySpan<ulong> movies, MatchClass worst, int pairs, Scorer scorer, ref KeySelection selection)
    {
        var groups = text.Live.Part.Text.ExtractGroups;
        for (var group = 0; group < ExtractGroups.Count; group++)
        {
            var best = scorer.MostOfOthers(worst, ExtractGroups.LeastWords(group), pairs);
            Walk(movies, groups[group], best, worst, scorer, ref selection);
            selection.Tighten();
        }
    }

    /// <summary>Goes through those of one group, the newest first, until a movie even of the best score would come too late.</summary>
    private static void Walk(
        ReadOnlySpan<ulong> movies, ReadOnlySpan<ulong> group, int best, MatchClass worst, Scorer scorer, ref KeySelection selection)
    {
        for (var word = 0; word < movies.Length; word++)
        {
            var bits = movies[word] & group[word];
            if (bits == 0)
                continue;
            if (!selection.CanTake((word << 6) + BitOperations.TrailingZeroCount(bits), best))
                return;
            for (; bits != 0; bits &= bits - 1)
            {
                var movie = (word << 6) + BitOperations.TrailingZeroCount(bits);
                selection.Add(movie, scorer.OfOthers(movie, worst));
            }
        }
    }
}
