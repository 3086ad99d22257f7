using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>Gathers the words of texts, row after row, each word of a row once.</summary>
/// <param name="rows">How many rows are expected.</param>
/// <param name="averageWords">How many words each is expected to have.</param>
internal sealed class WordRowsBuilder(int rows, int averageWords)
{
    private readonly WordTable table = new();
    private int[] numbers = new int[Math.Max(16, rows * averageWords)];
    private int[] lastRow = new int[1024]; // For each word, the last row that has it + 1.
    private readonly int[] ends = new int[rows];
    private int count;

    /// <summary>Rows ended so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds the words of a folded text, with their stems, to the row at hand.</summary>
    /// <returns>How many words the text has.</returns>
    public int Add(ReadOnlySpan<byte> folded)
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(folded, buffer);
        var words = 0;
        while (reader.MoveNext())
        {
            words++;
            AddWord(reader.Word);
            if (reader.Stem is { IsEmpty: false } stem)
                AddWord(stem);
        }
        return words;
    }

    /// <summary>Ends the row at hand.</summary>
    public void EndRow() => ends[Rows++] = count;

    /// <summary>The rows, their words numbered in the order of their bytes.</summary>
    public WordRows Build()
    {
        var (order, rank) = TextSort.Rank(table.Words);
        Array.Resize(ref numbers, count);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = rank[numbers[i]];
        return new WordRows(TextColumn.Reorder(table.Words, order), numbers, ends);
    }

    private void AddWord(ReadOnlySpan<byte> word)
    {
        var number = table.GetOrAdd(word);
        if (number >= lastRow.Length)
            Array.Resize(ref lastRow, number * 2);
        if (lastRow[number] == Rows + 1)
            return;
        lastRow[number] = Rows + 1;
        if (count == numbers.Length)
            Array.Resize(ref numbers, (int)Math.Min(Array.MaxLength, numbers.Length + (numbers.Length / 2L)));
        numbers[count++] = number;
    }
}
