using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Builds a <see cref="SuggestIndex"/>.</summary>
internal static class SuggestIndexBuilder
{
    /// <summary>Builds the index.</summary>
    /// <param name="titles">The folded title of each movie.</param>
    /// <param name="cast">The cast names.</param>
    /// <param name="likelihoods">How likely each movie is meant.</param>
    public static SuggestIndex Build(TextColumn titles, TermIndex cast, ushort[] likelihoods)
    {
        var (texts, places) = Suffixes(titles, cast.Folded);
        var order = Sort(titles, cast.Folded, texts, places);
        var (orderedTexts, orderedPlaces) = (new int[order.Length], new ushort[order.Length]);
        for (var i = 0; i < order.Length; i++)
            (orderedTexts[i], orderedPlaces[i]) = (texts[order[i]], places[order[i]]);
        return new SuggestIndex(titles, cast, likelihoods, orderedTexts, orderedPlaces, tree: null);
    }

    private static (List<int> Texts, List<ushort> Places) Suffixes(TextColumn titles, TextColumn names)
    {
        var texts = new List<int>((titles.Count * 4) + (names.Count * 2));
        var places = new List<ushort>(texts.Capacity);
        for (var text = 0; text < titles.Count + names.Count; text++)
        {
            var folded = text < titles.Count ? titles[text] : names[text - titles.Count];
            for (var place = WordStarts.Next(folded, -1); place is >= 0 and <= ushort.MaxValue; place = WordStarts.Next(folded, place))
            {
                texts.Add(text);
                places.Add((ushort)place);
            }
        }
        return (texts, places);
    }

    private static int[] Sort(TextColumn titles, TextColumn names, List<int> texts, List<ushort> places)
    {
        ReadOnlySpan<byte> Suffix(int i) =>
            (texts[i] < titles.Count ? titles[texts[i]] : names[texts[i] - titles.Count])[places[i]..];
        var order = TextSort.Ascending(texts.Count);
        var keys = new ulong[order.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = Key(Suffix(i));
        KeySort.Sort(keys, order);
        TextSort.SortRuns(keys, order, (a, b) =>
        {
            var byText = SuffixOrder.Compare(Suffix(a), Suffix(b));
            // Gathered text by text, so that the places in which they were gathered are in the order of the texts.
            return byText != 0 ? byText : a.CompareTo(b);
        });
        return order;
    }

    /// <summary>The first eight bytes, a blank behind the end.</summary>
    private static ulong Key(ReadOnlySpan<byte> suffix) => suffix.Length >= 8
        ? TextSort.Prefix(suffix)
        : TextSort.Prefix(suffix) | ((ulong)' ' << (8 * (7 - suffix.Length)));
}
