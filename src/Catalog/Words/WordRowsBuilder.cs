using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>Gathers the words of texts, row after row, each word of a row once.</summary>
/// <param name="rows">How many rows are expected.</param>
/// <param name="averageWords">How many words each is expected to have.</param>
/// <param name="buffers">To gather and sort in, until the end.</param>
internal sealed class WordRowsBuilder(int rows, int averageWords, BuildBuffers buffers)
{
    private readonly WordTable table = buffers.Words();
    private int[] numbers = new int[Math.Max(16, rows * averageWords)];
    private int[] lastRow = new int[1024]; // For each word, the last row that has it + 1.
    private readonly int[] ends = new int[rows];
    private int count;

    /// <summary>Rows ended so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds the words of a folded text, with their stems, to the row at hand.</summary>
    public void Add(ReadOnlySpan<byte> folded)
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(folded, buffer);
        while (reader.MoveNext())
        {
            AddWord(reader.Word);
            if (reader.Stem is { IsEmpty: false } stem)
                AddWord(stem);
        }
    }

    /// <summary>Ends the row at hand.</summary>
    public void EndRow() => ends[Rows++] = count;

    /// <summary>The rows, their words numbered in the order of their bytes.</summary>
    public WordRows Build()
    {
        var (order, rank) = TextSort.Rank(table.Words, buffers);
        foreach (ref var number in numbers.AsSpan(0, count))
            number = rank[number];
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
