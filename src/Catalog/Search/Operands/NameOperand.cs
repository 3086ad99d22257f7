using System.Collections.Immutable;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>The title equals one of the alternatives.</summary>
internal sealed class NameOperand : Operand
{
    private readonly List<int> movies = []; // Few: namesakes.
    private Part part = null!;

    public override bool LooksAtText => false;

    public override void Prepare(Part part, ImmutableArray<byte[]> alternatives)
    {
        this.part = part;
        movies.Clear();
        foreach (var alternative in alternatives)
        {
            var (place, found) = part.FindTitle(alternative);
            if (!found || movies.Contains(part.ByTitle[place]))
                continue;
            var rank = part.TitleRankAt(place);
            for (; place < part.Count && part.TitleRanks[part.ByTitle[place]] == rank; place++)
                movies.Add(part.ByTitle[place]);
        }
        movies.Sort();
        Estimate = movies.Count;
    }

    public override void Release() => part = null!;

    public override int Keep(Span<int> movies)
    {
        var count = 0;
        foreach (var movie in movies)
        {
            if (this.movies.BinarySearch(movie) >= 0)
                movies[count++] = movie;
        }
        return count;
    }

    public override void And(int firstWord, Span<ulong> window)
    {
        var bits = EmptyUnion(window.Length);
        foreach (var movie in movies)
        {
            var word = (movie >> 6) - firstWord;
            if (word >= 0 && word < bits.Length)
                bits[word] |= 1UL << (movie & 63);
        }
        Bitmap.And(window, bits);
    }

    protected override int List(int from, int end, ref int[] buffer)
    {
        if (buffer.Length < movies.Count)
            buffer = new int[movies.Count];
        var count = 0;
        foreach (var movie in movies)
        {
            if (movie >= from && movie < end)
                buffer[count++] = movie;
        }
        return count;
    }
}
