using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>A part's movies, grouped by how many words their extracts have: the longer an extract, the less a word in it weighs, so that the
/// best of many movies are found in the first groups.</summary>
internal sealed class ExtractGroups
{
    /// <summary>How many groups there are; the last one has all longer extracts.</summary>
    public const int Count = 16;

    private const int WidthBits = 3; // Eight lengths each.

    private readonly ulong[][] groups = new ulong[Count][];

    /// <summary>Groups movies.</summary>
    /// <param name="lengths">As <see cref="TextIndex.ExtractLengths"/>.</param>
    public ExtractGroups(ReadOnlySpan<byte> lengths)
    {
        for (var group = 0; group < Count; group++)
            groups[group] = new ulong[Bitmap.WordsFor(lengths.Length)];
        for (var movie = 0; movie < lengths.Length; movie++)
            Bitmap.Set(groups[Math.Min(lengths[movie] >> WidthBits, Count - 1)], movie);
    }

    public long MemoryBytes => 8L * Count * groups[0].Length;

    /// <summary>The movies of a group.</summary>
    public ReadOnlySpan<ulong> this[int group] => groups[group];

    /// <summary>How many words the extracts of a group have at least.</summary>
    public static int LeastWords(int group) => group << WidthBits;
}
