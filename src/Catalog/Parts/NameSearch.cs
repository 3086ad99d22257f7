using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Parts;

/// <summary>The way from a part of a cast name to movies.</summary>
/// <remarks>
/// Grams lead to names, names to movies. A gram that many names share would lead through thousands of short lists, so for
/// each gram that a <see cref="PostingLists.DenseShare"/>th of all movies has in a name, the bitmap of these movies is
/// kept: whatever is left is answered by reading few numbers.
/// </remarks>
internal sealed class NameSearch
{
    /// <summary>From how many movies on is keeping bitmaps worth their memory? Below, every list is short.</summary>
    private const int LeastMovies = 2048;

    private readonly Dictionary<uint, DenseGram> dense;

    private NameSearch(GramIndex grams, Dictionary<uint, DenseGram> dense) => (Grams, this.dense) = (grams, dense);

    /// <summary>The movies with a name that contains a gram, and how many they are.</summary>
    internal sealed record DenseGram(ulong[] Movies, int Count);

    /// <summary>Which names have a gram.</summary>
    public GramIndex Grams { get; }

    public long MemoryBytes => Grams.MemoryBytes + dense.Values.Sum(g => 64L + (8L * g.Movies.Length));

    /// <summary>The movies with a name that contains a gram, when they are many; else null.</summary>
    /// <param name="pattern">Any pattern; only 1..3 bytes can have an answer.</param>
    public DenseGram? Dense(ReadOnlySpan<byte> pattern) =>
        pattern.Length > GramIndex.MaxLength ? null : dense.GetValueOrDefault(GramIndex.Key(pattern));

    public static NameSearch Build(TermIndex names, int movies)
    {
        var grams = GramIndex.Build(names.Folded);
        var dense = new Dictionary<uint, DenseGram>();
        for (var gram = 0; movies >= LeastMovies && gram < grams.Count; gram++)
        {
            if (Movies(names, grams, gram, movies) is { } found)
                dense[grams.KeyOf(gram)] = found;
        }
        return new NameSearch(grams, dense);
    }

    private static DenseGram? Movies(TermIndex names, GramIndex grams, int gram, int movies)
    {
        var numbers = Numbers(grams.Lists, gram);
        long postings = 0;
        foreach (var name in numbers)
            postings += names.Postings.CountOf(name);
        if (postings * PostingLists.DenseShare < movies)
            return null;
        var bitmap = new ulong[Bitmap.WordsFor(movies)];
        foreach (var name in numbers)
            names.Postings.OrInto(name, 0, bitmap);
        var count = Bitmap.Count(bitmap);
        return PostingLists.IsDense(count, movies) ? new DenseGram(bitmap, count) : null;
    }

    private static int[] Numbers(PostingLists lists, int list)
    {
        var numbers = new int[lists.CountOf(list)];
        if (!lists.IsDense(list))
        {
            lists.Decode(list, 0, lists.Universe, numbers);
            return numbers;
        }
        var count = 0;
        foreach (var number in new BitmapNumbers(lists.Words(list)))
            numbers[count++] = number;
        return numbers;
    }
}
