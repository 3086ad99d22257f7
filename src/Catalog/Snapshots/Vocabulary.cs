using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Snapshots;

/// <summary>Numbers the terms of one dimension over all parts, so that counts of several parts can be added up.</summary>
/// <remarks>
/// Terms are only ever added, by the one writer, and a number once given stays: a reader with an older snapshot never
/// asks for a number that its parts do not have. Text that a reader looks at has been written before the snapshot that
/// names it was published, and <see cref="TextList"/> replaces its arrays when it grows, never their contents.
/// </remarks>
internal sealed class Vocabulary
{
    private readonly TextTable table = new();

    /// <summary>How many terms have a number.</summary>
    public int Count => table.Count;

    /// <summary>The folded text of a term.</summary>
    public ReadOnlySpan<byte> this[int number] => table.Texts[number];

    /// <summary>The number of a term, which it gets if it has none.</summary>
    public int NumberOf(ReadOnlySpan<byte> term) => table.GetOrAdd(term);

    /// <summary>The numbers of a part's terms, by their numbers in the part.</summary>
    public int[] Map(TextColumn terms)
    {
        // A first load has nearly all terms that there will be. Nobody reads a vocabulary that is empty.
        if (Count == 0)
            table.Reserve(terms.Count, terms.Length);
        var numbers = new int[terms.Count];
        for (var term = 0; term < numbers.Length; term++)
            numbers[term] = table.GetOrAdd(terms[term]);
        return numbers;
    }
}
