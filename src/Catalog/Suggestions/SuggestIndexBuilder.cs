using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Builds a <see cref="SuggestIndex"/>.</summary>
/// <remarks>There are several suffixes for each movie. They are put where they stay, by their first byte, and then sorted there, those of one
/// byte after those of another: so there need only be room to sort as many as begin alike.</remarks>
internal sealed class SuggestIndexBuilder
{
    private const int FirstBytes = 256;

    private readonly TextColumn titles, names;
    private readonly BuildBuffers buffers;
    private readonly int[] ends; // Of each first byte, where its suffixes end.
    private readonly int[] texts;
    private readonly ushort[] places;

    private SuggestIndexBuilder(TextColumn titles, TextColumn names, BuildBuffers buffers)
    {
        (this.titles, this.names, this.buffers) = (titles, names, buffers);
        ends = Count();
        texts = new int[ends[^1]];
        places = new ushort[ends[^1]];
    }

    /// <summary>Builds the index.</summary>
    /// <param name="titles">The folded title of each movie.</param>
    /// <param name="cast">The cast names.</param>
    /// <param name="likelihoods">How likely each movie is meant.</param>
    /// <param name="buffers">To sort in.</param>
    public static SuggestIndex Build(TextColumn titles, TermIndex cast, ushort[] likelihoods, BuildBuffers buffers)
    {
        var builder = new SuggestIndexBuilder(titles, cast.Folded, buffers);
        builder.Deal();
        builder.Sort();
        return new SuggestIndex(titles, cast, likelihoods, builder.texts, builder.places, tree: null);
    }

    private ReadOnlySpan<byte> TextOf(int text) => text < titles.Count ? titles[text] : names[text - titles.Count];

    /// <summary>Where the suffixes of each first byte will end.</summary>
    private int[] Count()
    {
        var counts = new int[FirstBytes];
        for (var text = 0; text < titles.Count + names.Count; text++)
        {
            var folded = TextOf(text);
            for (var place = WordStarts.Next(folded, -1); place is >= 0 and <= ushort.MaxValue; place = WordStarts.Next(folded, place))
                counts[folded[place]]++;
        }
        for (var first = 1; first < FirstBytes; first++)
            counts[first] += counts[first - 1];
        return counts;
    }

    /// <summary>Puts all suffixes among those that begin with the same byte, in the order of their texts.</summary>
    private void Deal()
    {
        var next = new int[FirstBytes];
        ends.AsSpan(0, FirstBytes - 1).CopyTo(next.AsSpan(1));
        for (var text = 0; text < titles.Count + names.Count; text++)
        {
            var folded = TextOf(text);
            for (var place = WordStarts.Next(folded, -1); place is >= 0 and <= ushort.MaxValue; place = WordStarts.Next(folded, place))
            {
                var to = next[folded[place]]++;
                (texts[to], places[to]) = (text, (ushort)place);
            }
        }
    }

    private void Sort()
    {
        var most = 0;
        for (int first = 0, start = 0; first < FirstBytes; start = ends[first++])
            most = Math.Max(most, ends[first] - start);
        var order = new int[most];
        var (dealtTexts, dealtPlaces) = (new int[most], new ushort[most]);
        for (int first = 0, start = 0; first < FirstBytes; start = ends[first++])
        {
            var count = ends[first] - start;
            texts.AsSpan(start, count).CopyTo(dealtTexts);
            places.AsSpan(start, count).CopyTo(dealtPlaces);
            Sort(dealtTexts, dealtPlaces, order.AsSpan(0, count));
            for (var i = 0; i < count; i++)
                (texts[start + i], places[start + i]) = (dealtTexts[order[i]], dealtPlaces[order[i]]);
        }
    }

    /// <summary>Sorts suffixes that begin alike.</summary>
    /// <param name="dealtTexts">Their texts.</param>
    /// <param name="dealtPlaces">Where in these.</param>
    /// <param name="order">Takes their order.</param>
    private void Sort(int[] dealtTexts, ushort[] dealtPlaces, Span<int> order)
    {
        ReadOnlySpan<byte> Suffix(int i) => TextOf(dealtTexts[i])[dealtPlaces[i]..];
        var keys = buffers.Keys(order.Length);
        for (var i = 0; i < keys.Length; i++)
            (keys[i], order[i]) = (Key(Suffix(i)), i);
        KeySort.Sort(keys, order, buffers);
        TextSort.SortRuns(keys, order, (a, b) =>
        {
            var byText = SuffixOrder.Compare(Suffix(a), Suffix(b));
            // They came text by text, so that their places are in the order of the texts.
            return byText != 0 ? byText : a.CompareTo(b);
        });
    }

    /// <summary>The first eight bytes, a blank behind the end.</summary>
    private static ulong Key(ReadOnlySpan<byte> suffix) => suffix.Length >= 8
        ? TextSort.Prefix(suffix)
        : TextSort.Prefix(suffix) | ((ulong)' ' << (8 * (7 - suffix.Length)));
}
