using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Parts;

/// <summary>All that a part has of titles; see <see cref="Part"/>.</summary>
internal sealed record TitleIndexes(TextColumn Texts, int[] ByTitle, int[] Ranks, WordIndex Words, PhraseIndex Phrases)
{
    /// <summary>Builds them.</summary>
    /// <param name="gathered">The folded titles as they were gathered.</param>
    /// <param name="order">For each movie of the part, the number in which it was gathered.</param>
    public static TitleIndexes Build(TextList gathered, int[] order)
    {
        var texts = TextColumn.Reorder(gathered, order);
        var (byTitle, ranks) = Rank(texts);
        var words = WordRows.Of(texts);
        var postings = PostingLists.OfRows(words.Numbers, words.Ends, words.Words.Count);
        return new TitleIndexes(texts, byTitle, ranks, WordIndex.Build(words.Words, postings), PhraseIndex.Build(texts));
    }

    private static (int[] ByTitle, int[] Ranks) Rank(TextColumn titles)
    {
        var byTitle = TextSort.Ascending(titles.Count);
        var prefixes = new ulong[byTitle.Length];
        for (var i = 0; i < byTitle.Length; i++)
            prefixes[i] = TextSort.Prefix(titles[i]);
        KeySort.Sort(prefixes, byTitle);
        TextSort.SortRuns(prefixes, byTitle, (a, b) =>
        {
            var order = titles[a].SequenceCompareTo(titles[b]);
            return order != 0 ? order : a.CompareTo(b);
        });
        var ranks = new int[byTitle.Length];
        for (int place = 1, rank = 0; place < byTitle.Length; place++)
        {
            if (!titles[byTitle[place]].SequenceEqual(titles[byTitle[place - 1]]))
                rank++;
            ranks[byTitle[place]] = rank;
        }
        return (byTitle, ranks);
    }
}
