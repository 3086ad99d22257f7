namespace MovieGrains.Catalog.Postings;

/// <summary>Gathers rows of things, then turns them around: posting lists of the rows in which each thing comes.</summary>
/// <remarks>Things are numbered in the order in which they first come, and put into their own order at the end: until then the commonest are
/// near one another in memory, and small numbers where rows are kept (<see cref="PackedRows"/>).</remarks>
/// <param name="rows">How many rows there will be.</param>
internal sealed class ListsOfRows(int rows)
{
    private readonly PackedRows packed = new();
    private int[] lastRow = new int[256]; // Of each thing, the last row that has it + 1.
    private int row;

    /// <summary>Adds a thing to the row at hand; one that it has already is passed over.</summary>
    public void Add(int number)
    {
        if (number >= lastRow.Length)
            Array.Resize(ref lastRow, Math.Max(number + 1, number * 2));
        if (lastRow[number] > row)
            return;
        lastRow[number] = row + 1;
        packed.Add(number);
    }

    /// <summary>Ends the row at hand.</summary>
    public void EndRow()
    {
        packed.EndRow();
        row++;
    }

    /// <summary>Gives each row and its things.</summary>
    public void Each(RowTaker take)
    {
        var reader = packed.Read();
        for (var i = 0; i < row; i++)
            take(reader.Next(), i);
    }

    /// <summary>The lists.</summary>
    /// <param name="order">For each list, the number that its thing was given.</param>
    public PostingLists Build(int[] order)
    {
        var lists = new PostingListsBuilder(rows, order.Length);
        Each((numbers, i) =>
        {
            foreach (var number in numbers)
                lists.Count(number, i);
        });
        lists.Seal(order);
        Each((numbers, i) =>
        {
            foreach (var number in numbers)
                lists.Add(number, i);
        });
        return lists.Build(order);
    }

    /// <summary>Takes the things of a row.</summary>
    internal delegate void RowTaker(ReadOnlySpan<int> numbers, int row);
}
