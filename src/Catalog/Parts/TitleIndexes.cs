using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Parts;

/// <summary>All that a part has of titles; see <see cref="Part"/>.</summary>
internal sealed record TitleIndexes(TextColumn Texts, int[] ByTitle, int[] Ranks, WordIndex Words, PhraseIndex Phrases)
{
    /// <summary>Builds them.</summary>
    /// <param name="gathered">The folded titles as they were gathered.</param>
    /// <param name="order">For each movie of the part, the number in which it was gathered.</param>
    /// <param name="buffers">To sort in.</param>
    public static TitleIndexes Build(TextList gathered, int[] order, BuildBuffers buffers)
    {
        var texts = TextColumn.Reorder(gathered, order);
        var (byTitle, ranks) = Rank(texts, buffers);
        return new TitleIndexes(texts, byTitle, ranks, IndexWords(texts, buffers), PhraseIndex.Build(texts));
    }

    /// <summary>The words of titles, which have single blanks and none at their ends.</summary>
    private static WordIndex IndexWords(TextColumn titles, BuildBuffers buffers)
    {
        var table = buffers.Words();
        var lists = new ListsOfRows(titles.Count);
        for (var movie = 0; movie < titles.Count; movie++)
        {
            var words = new BlankSplit(titles[movie]);
            while (words.MoveNext())
                lists.Add(table.GetOrAdd(words.Current));
            lists.EndRow();
        }
        var (order, _) = TextSort.Rank(table.Words, buffers);
        return WordIndex.Build(TextColumn.Reorder(table.Words, order), lists.Build(order));
    }

    private static (int[] ByTitle, int[] Ranks) Rank(TextColumn titles, BuildBuffers buffers)
    {
        var byTitle = TextSort.Ascending(titles.Count);
        var prefixes = buffers.Keys(byTitle.Length);
        for (var i = 0; i < byTitle.Length; i++)
            prefixes[i] = TextSort.Prefix(titles[i]);
        KeySort.Sort(prefixes, byTitle, buffers);
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
