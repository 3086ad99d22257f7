using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>Gathers the words of a field that is one text for each movie, then indexes them.</summary>
/// <param name="movies">How many movies there will be.</param>
/// <param name="shortest">The shortest beginnings that are asked for in this field.</param>
/// <param name="buffers">To gather and sort in, until the end.</param>
internal sealed class FieldWordsBuilder(int movies, int shortest, BuildBuffers buffers)
{
    private readonly ListsOfRows rows = new(movies);
    private readonly WordTable table = buffers.Words();

    /// <summary>Adds the words of the next movie's folded text, with their stems.</summary>
    /// <returns>How many words the text has.</returns>
    public int Add(ReadOnlySpan<byte> folded)
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(folded, buffer);
        var words = 0;
        while (reader.MoveNext())
        {
            words++;
            rows.Add(table.GetOrAdd(reader.Word));
            if (reader.Stem is { IsEmpty: false } stem)
                rows.Add(table.GetOrAdd(stem));
        }
        rows.EndRow();
        return words;
    }

    /// <summary>Indexes them; once.</summary>
    public FieldWords Build()
    {
        var (order, _) = TextSort.Rank(table.Words, buffers);
        var words = TextColumn.Reorder(table.Words, order);
        return FieldWords.Build(words, order, movies, shortest, rows.Each);
    }
}
