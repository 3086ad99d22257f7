namespace MovieGrains.Catalog.Postings;

/// <summary>The words of texts: what stands between blanks, numbered in the order of their bytes.</summary>
/// <param name="Words">The different words, sorted.</param>
/// <param name="Numbers">The words of all texts, text after text; room behind the last one means nothing.</param>
/// <param name="Ends">Where each text's words end in <paramref name="Numbers"/>.</param>
internal sealed record WordRows(TextColumn Words, int[] Numbers, int[] Ends)
{
    /// <summary>Splits folded texts, which have single blanks and none at their ends.</summary>
    public static WordRows Of(TextColumn texts, BuildBuffers? buffers = null)
    {
        buffers ??= new BuildBuffers();
        var table = buffers.Words();
        var numbers = new int[Math.Max(16, texts.Count * 3)];
        var count = 0;
        var ends = new int[texts.Count];
        for (var text = 0; text < texts.Count; text++)
        {
            var words = new BlankSplit(texts[text]);
            while (words.MoveNext())
            {
                if (count == numbers.Length)
                    Array.Resize(ref numbers, count * 2);
                numbers[count++] = table.GetOrAdd(words.Current);
            }
            ends[text] = count;
        }
        var (order, rank) = TextSort.Rank(table.Words, buffers);
        for (var i = 0; i < count; i++)
            numbers[i] = rank[numbers[i]];
        return new WordRows(TextColumn.Reorder(table.Words, order), numbers, ends);
    }

    /// <summary>The words of a text.</summary>
    public ReadOnlySpan<int> this[int text]
    {
        get
        {
            var start = text == 0 ? 0 : Ends[text - 1];
            return Numbers.AsSpan(start, Ends[text] - start);
        }
    }
}
