using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>A part's titles, grouped by how they begin, and by how many words they have.</summary>
/// <remarks>Ranking asks for them when so many titles have all words that it would take long to look at each: most of them don't begin
/// as they should, and most are too long. Made of what a <see cref="TextIndex"/> keeps, in a pass over it, and not kept in files.</remarks>
internal sealed class TitleGroups
{
    /// <summary>The last group by length has all titles of so many words, and of more.</summary>
    public const int Lengths = 8;

    private const int KeyShift = 48; // Two bytes of a title's key.

    private readonly ulong[][] byLength;
    private readonly ushort[] keys; // Sorted: the first two bytes that titles have.
    private readonly PostingLists byBeginning;

    /// <summary>Groups titles.</summary>
    /// <param name="titleKeys">As <see cref="TextIndex.TitleKeys"/>.</param>
    /// <param name="titleLengths">As <see cref="TextIndex.TitleLengths"/>.</param>
    public TitleGroups(ReadOnlySpan<ulong> titleKeys, ReadOnlySpan<byte> titleLengths)
    {
        byLength = new ulong[Lengths][];
        for (var group = 0; group < Lengths; group++)
            byLength[group] = new ulong[Bitmap.WordsFor(titleLengths.Length)];
        for (var movie = 0; movie < titleLengths.Length; movie++)
            Bitmap.Set(byLength[GroupOf(titleLengths[movie])], movie);
        (keys, byBeginning) = GroupByBeginning(titleKeys);
    }

    public long MemoryBytes => (8L * Lengths * byLength[0].Length) + (2L * keys.Length) + byBeginning.MemoryBytes;

    /// <summary>The movies whose titles have a number of words.</summary>
    /// <param name="length">From 1 to <see cref="Lengths"/>, which stands for all longer ones as well.</param>
    public ReadOnlySpan<ulong> OfLength(int length) => byLength[length - 1];

    /// <summary>Adds to a bitmap the movies whose titles' first words may begin with a word, or be the beginning of it.</summary>
    public void OrBeginning(ReadOnlySpan<byte> word, Span<ulong> movies)
    {
        var first = word[0] << 8;
        if (word.Length == 1)
        {
            OrRange(first, first | 0xFF, movies);
            return;
        }
        OrRange(first, first, movies);
        OrRange(first | ' ', first | ' ', movies);
        OrRange(first | word[1], first | word[1], movies);
    }

    /// <summary>Adds those whose keys don't tell.</summary>
    public void OrUnknown(Span<ulong> movies) => OrRange(0, 0, movies);

    private void OrRange(int from, int last, Span<ulong> movies)
    {
        var place = Array.BinarySearch(keys, (ushort)from);
        for (var list = place < 0 ? ~place : place; list < keys.Length && keys[list] <= last; list++)
            byBeginning.OrInto(list, 0, movies);
    }

    private static int GroupOf(byte length) => Math.Clamp((int)length, 1, Lengths) - 1;

    private static (ushort[] Keys, PostingLists Lists) GroupByBeginning(ReadOnlySpan<ulong> titleKeys)
    {
        var places = new int[1 << 16];
        foreach (var key in titleKeys)
            places[key >> KeyShift] = 1;
        var keys = new List<ushort>();
        for (var key = 0; key < places.Length; key++)
        {
            if (places[key] == 0)
                continue;
            places[key] = keys.Count;
            keys.Add((ushort)key);
        }
        var lists = new PostingListsBuilder(titleKeys.Length);
        for (var movie = 0; movie < titleKeys.Length; movie++)
            lists.Count(places[titleKeys[movie] >> KeyShift], movie);
        lists.Seal();
        for (var movie = 0; movie < titleKeys.Length; movie++)
            lists.Add(places[titleKeys[movie] >> KeyShift], movie);
        return ([.. keys], lists.Build(keys.Count));
    }
}
