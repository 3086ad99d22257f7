using System.Collections.Immutable;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>The title contains one of the alternatives.</summary>
internal sealed class TitleOperand : Operand
{
    private readonly List<SubstringSearch> searches = [];
    private int[] more = [];
    private ulong[] copy = [];

    public override bool LooksAtText => true;

    public override void Prepare(Part part, ImmutableArray<byte[]> alternatives)
    {
        searches.Clear();
        Estimate = 0;
        foreach (var alternative in alternatives)
        {
            var search = new SubstringSearch(part.TitleGrams, part.Titles, alternative);
            if (search.AtMost == 0)
                continue;
            searches.Add(search);
            Estimate += search.AtMost;
        }
    }

    public override int Keep(Span<int> movies)
    {
        if (searches.Count == 1)
            return searches[0].Keep(movies);
        var count = 0;
        foreach (var movie in movies)
        {
            if (MatchesAny(movie))
                movies[count++] = movie;
        }
        return count;
    }

    public override void And(int firstWord, Span<ulong> window)
    {
        if (searches.Count == 1)
        {
            searches[0].And(firstWord, window);
            return;
        }
        if (copy.Length < window.Length)
            copy = new ulong[window.Length];
        var union = EmptyUnion(window.Length);
        var one = copy.AsSpan(0, window.Length);
        foreach (var search in searches)
        {
            window.CopyTo(one);
            search.And(firstWord, one);
            Bitmap.Or(union, one);
        }
        union.CopyTo(window);
    }

    protected override int List(int from, int end, ref int[] buffer)
    {
        var count = searches[0].List(from, end, ref buffer);
        for (var i = 1; i < searches.Count; i++)
        {
            var added = searches[i].List(from, end, ref more);
            if (buffer.Length < count + added)
                Array.Resize(ref buffer, count + added);
            more.AsSpan(0, added).CopyTo(buffer.AsSpan(count));
            count = SortDistinct(buffer.AsSpan(0, count + added));
        }
        return count;
    }

    private bool MatchesAny(int movie)
    {
        foreach (var search in searches)
        {
            if (search.Matches(movie))
                return true;
        }
        return false;
    }
}
