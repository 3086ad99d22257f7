using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>A cast name contains one of the alternatives.</summary>
/// <remarks>The names that match are found only when they are needed: beside a filter that leaves few movies, it is
/// cheaper to look at the names of these.</remarks>
internal sealed class ActorOperand : Operand
{
    /// <summary>How many candidate names cost as much to find as one movie's cast to look at? Some four names each.</summary>
    private const int NamesPerMovie = 4;

    private readonly List<SubstringSearch> searches = [];
    private readonly List<NameSearch.DenseGram> dense = [];
    private readonly List<int> names = [];
    private bool found;
    private long candidates;
    private Part part = null!;
    private int[] buffer = [];
    private ulong[] nameBits = [];

    public override bool LooksAtText => true;

    public override void Prepare(Part part, ImmutableArray<byte[]> alternatives)
    {
        this.part = part;
        searches.Clear();
        dense.Clear();
        names.Clear();
        found = false;
        candidates = 0;
        Estimate = 0;
        foreach (var alternative in alternatives)
        {
            if (part.CastNames.Dense(alternative) is { } gram)
            {
                dense.Add(gram);
                Estimate += gram.Count;
            }
            else
            {
                Add(new SubstringSearch(part.CastNames.Grams, part.Cast.Folded, alternative));
            }
        }
    }

    public override int Keep(Span<int> movies)
    {
        if (!found && movies.Length * NamesPerMovie > candidates)
            FindNames();
        var count = 0;
        foreach (var movie in movies)
        {
            if (Matches(movie))
                movies[count++] = movie;
        }
        return count;
    }

    public override void And(int firstWord, Span<ulong> window)
    {
        if (searches.Count == 0 && dense.Count == 1)
        {
            Bitmap.And(window, dense[0].Movies.AsSpan(firstWord, window.Length));
            return;
        }
        Bitmap.And(window, Union(firstWord, window.Length));
    }

    protected override int List(int from, int end, ref int[] buffer)
    {
        FindNames();
        if (dense.Count == 0)
            return ListUnion(part.Cast.Postings, CollectionsMarshal.AsSpan(names), from, end, ref buffer);
        var firstWord = from >> 6;
        return ListWindow(Union(firstWord, ((end + 63) >> 6) - firstWord), firstWord, from, end, ref buffer);
    }

    private void Add(SubstringSearch search)
    {
        if (search.AtMost == 0)
            return;
        searches.Add(search);
        candidates += search.AtMost;
        Estimate += Math.Max(1, (long)search.AtMost * part.Cast.PostingsPerTerm);
    }

    private Span<ulong> Union(int firstWord, int words)
    {
        FindNames();
        var union = EmptyUnion(words);
        foreach (var gram in dense)
            Bitmap.Or(union, gram.Movies.AsSpan(firstWord, words));
        foreach (var name in names)
            part.Cast.Postings.OrInto(name, firstWord, union);
        return union;
    }

    private void FindNames()
    {
        if (found)
            return;
        found = true;
        var words = Bitmap.WordsFor(part.Cast.Count);
        if (nameBits.Length < words)
            nameBits = new ulong[words];
        nameBits.AsSpan(0, words).Clear();
        foreach (var search in searches)
        {
            var count = search.List(0, part.Cast.Count, ref buffer);
            foreach (var name in buffer.AsSpan(0, count))
            {
                if (searches.Count > 1 && Bitmap.Contains(nameBits, name))
                    continue;
                Bitmap.Set(nameBits, name);
                names.Add(name);
            }
        }
    }

    private bool Matches(int movie)
    {
        foreach (var gram in dense)
        {
            if (Bitmap.Contains(gram.Movies, movie))
                return true;
        }
        foreach (var name in part.Cast.TermsOf(movie))
        {
            if (found ? Bitmap.Contains(nameBits, name) : MatchesAny(name))
                return true;
        }
        return false;
    }

    private bool MatchesAny(int name)
    {
        foreach (var search in searches)
        {
            if (search.Matches(name))
                return true;
        }
        return false;
    }
}
