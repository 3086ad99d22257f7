using System.Collections.Immutable;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>A genre or a cast name equals one of the alternatives.</summary>
internal sealed class TermOperand(bool cast) : Operand
{
    private readonly List<int> terms = [];
    private TermIndex index = null!;

    public override bool LooksAtText => false;

    public override void Prepare(Part part, ImmutableArray<byte[]> alternatives)
    {
        index = cast ? part.Cast : part.Genres;
        terms.Clear();
        Estimate = 0;
        foreach (var alternative in alternatives)
        {
            var term = index.Folded.BinarySearch(alternative);
            if (term < 0 || terms.Contains(term))
                continue;
            terms.Add(term);
            Estimate += index.Postings.CountOf(term);
        }
    }

    public override void Release() => index = null!;

    public override int Keep(Span<int> movies)
    {
        var wanted = Terms;
        if (wanted.Length == 1 && index.Postings.IsDense(wanted[0]))
            return KeepBits(movies, index.Postings.Words(wanted[0]), 0);
        var count = 0;
        foreach (var movie in movies)
        {
            movies[count] = movie;
            count += index.TermsOf(movie).IndexOfAny(wanted) >= 0 ? 1 : 0;
        }
        return count;
    }

    public override void And(int firstWord, Span<ulong> window)
    {
        var wanted = Terms;
        if (wanted.Length == 1 && index.Postings.IsDense(wanted[0]))
        {
            Bitmap.And(window, index.Postings.Words(wanted[0]).Slice(firstWord, window.Length));
            return;
        }
        var union = EmptyUnion(window.Length);
        foreach (var term in wanted)
            index.Postings.OrInto(term, firstWord, union);
        Bitmap.And(window, union);
    }

    protected override int List(int from, int end, ref int[] buffer) => ListUnion(index.Postings, Terms, from, end, ref buffer);

    private ReadOnlySpan<int> Terms => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(terms);
}
