using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Which neighbours of a search stand in one cast name: <c>tom hanks</c> is one person, and not a Tom and a Hanks.</summary>
internal sealed class NamePairs
{
    private readonly List<int> lists = [];
    private readonly List<(int Word, int Edits)> found = [];
    private ulong[] left = [], right = [];
    private ulong[][] movies = [];
    private uint known; // One bit for each pair that some movie has.

    /// <summary>How many pairs of neighbours some movie has in one name.</summary>
    public int Known => System.Numerics.BitOperations.PopCount(known);

    /// <summary>Adds the movies that have any.</summary>
    public void OrInto(Span<ulong> target)
    {
        for (var pairs = known; pairs != 0; pairs &= pairs - 1)
            Bitmap.Or(target, movies[System.Numerics.BitOperations.TrailingZeroCount(pairs)].AsSpan(0, target.Length));
    }

    /// <summary>How many pairs of neighbours a movie has in one name.</summary>
    public int CountOf(int movie)
    {
        var count = 0;
        for (var pairs = known; pairs != 0; pairs &= pairs - 1)
            count += Bitmap.Contains(movies[System.Numerics.BitOperations.TrailingZeroCount(pairs)], movie) ? 1 : 0;
        return count;
    }

    /// <summary>Looks all neighbours up.</summary>
    public void Fill(PartText text)
    {
        known = 0;
        var words = text.Search.Words;
        while (movies.Length < words.Length)
            movies = [.. movies, []];
        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] is { IsExcluded: false, IsOptional: false } && words[i + 1] is { IsExcluded: false, IsOptional: false }
                && text[i].Has(WordField.Cast) && text[i + 1].Has(WordField.Cast))
                Fill(text, i);
        }
    }

    private void Fill(PartText text, int pair)
    {
        var part = text.Live.Part;
        Names(part, text, text.Search.Words[pair], ref left);
        Names(part, text, text.Search.Words[pair + 1], ref right);
        var both = left.AsSpan(0, Bitmap.WordsFor(part.Cast.Count));
        Bitmap.And(both, right);
        if (!both.ContainsAnyExcept(0UL))
            return;
        known |= 1U << pair;
        var size = Bitmap.WordsFor(part.Count);
        Scratch.Grow(ref movies[pair], size);
        movies[pair].AsSpan(0, size).Clear();
        foreach (var name in new BitmapNumbers(both))
            part.Cast.Postings.OrInto(name, 0, movies[pair].AsSpan(0, size));
    }

    /// <summary>The names that have a word.</summary>
    private void Names(Part part, PartText text, SearchWord word, ref ulong[] names)
    {
        var size = Bitmap.WordsFor(part.Cast.Count);
        Scratch.Grow(ref names, size);
        var bits = names.AsSpan(0, size);
        bits.Clear();
        var cast = part.Text.Cast;
        lists.Clear();
        if (word.IsPrefix)
        {
            var (first, end) = cast.Words.PrefixRange(word.Letters);
            for (var list = first; list < end; list++)
                lists.Add(list);
        }
        else if (cast.Words.BinarySearch(word.Letters) is var list and >= 0)
        {
            lists.Add(list);
        }
        if (text.Forgiveness.Edits(word.Edits, WordField.Cast) is var most and > 0)
        {
            found.Clear();
            cast.Spellings.Find(word.Letters, most, word.IsPrefix, found);
            foreach (var (typo, _) in found)
                lists.Add(typo);
        }
        foreach (var list in lists)
            part.Text.Names.OrInto(list, 0, bits);
    }
}
