namespace MovieGrains.Catalog.Postings;

/// <summary>Turns rows around while they are gathered: posting lists of the rows in which each thing comes.</summary>
/// <remarks>Things are numbered in the order in which they first come, and put into their own order at the end; so they are counted as they
/// come, and the rows kept packed (<see cref="PackedRows"/>) for the one pass that is left.</remarks>
/// <param name="rows">How many rows there will be.</param>
internal sealed class ListsOfRows(int rows)
{
    private readonly PostingListsBuilder lists = new(rows);
    private readonly PackedRows packed = new();
    private int row;

    /// <summary>Adds a thing to the row at hand; one that it has already is passed over.</summary>
    public void Add(int number)
    {
        if (lists.Count(number, row))
            packed.Add(number);
    }

    /// <summary>Ends the row at hand.</summary>
    public void EndRow()
    {
        packed.EndRow();
        row++;
    }

    /// <summary>Reads the rows once more, beside building.</summary>
    public PackedRows.Reader Read() => packed.Read();

    /// <summary>The lists.</summary>
    /// <param name="order">For each list, the number that its thing was given.</param>
    /// <param name="also">Called with the things of each row, in the one pass over them.</param>
    public PostingLists Build(ReadOnlySpan<int> order, RowTaker? also = null)
    {
        lists.Seal(order);
        var reader = packed.Read();
        for (var i = 0; i < row; i++)
        {
            var numbers = reader.Next();
            foreach (var number in numbers)
                lists.Add(number, i);
            also?.Invoke(numbers, i);
        }
        return lists.Build(order);
    }

    /// <summary>Takes the things of a row.</summary>
    internal delegate void RowTaker(ReadOnlySpan<int> numbers, int row);
}
