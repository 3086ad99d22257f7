using System.Collections.Immutable;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>A text of the movie contains one of the alternatives.</summary>
/// <remarks>Beside a filter that leaves few movies it is cheapest to look at their texts; then the words are never looked up,
/// and the operand stays unresolved.</remarks>
internal abstract class SubstringOperand : Operand
{
    /// <summary>Reading how many postings costs as much as looking at one movie's text? A posting takes about 1.5 ns.</summary>
    private readonly int postingsPerText;

    private readonly List<Substring> alternatives = [];
    private int used;
    private bool isResolved;
    private int readAhead; // Kept for nothing but that it be read.

    protected SubstringOperand(int postingsPerText) => this.postingsPerText = postingsPerText;

    public override bool LooksAtText => true;

    public override bool ListsExactly => used > 1 || alternatives[0].IsExact;

    protected Part Part { get; private set; } = null!;

    public override void Prepare(Part part, ImmutableArray<byte[]> patterns)
    {
        Part = part;
        isResolved = false;
        Estimate = long.MaxValue;
        used = 0;
        foreach (var pattern in patterns)
        {
            if (used == alternatives.Count)
                alternatives.Add(new Substring());
            alternatives[used++].Reset(pattern);
        }
    }

    public override void Resolve()
    {
        isResolved = true;
        Estimate = 0;
        for (var i = 0; i < used; i++)
        {
            Resolve(alternatives[i]);
            Estimate += alternatives[i].Estimate;
        }
    }

    public override void Release()
    {
        Part = null!;
        foreach (var alternative in alternatives)
            alternative.Release();
    }

    public override int Keep(Span<int> movies)
    {
        if (movies.IsEmpty)
            return 0;
        if (isResolved && used == 1 && alternatives[0].Dense is { } dense)
            return KeepBits(movies, dense.Numbers, 0);
        if (!isResolved || !ListsExactly || movies.Length * (long)postingsPerText <= Estimate)
            return KeepMatching(movies);
        int firstWord = movies[0] >> 6, words = (movies[^1] >> 6) - firstWord + 1;
        return KeepBits(movies, Union(firstWord, words), firstWord);
    }

    public override void And(int firstWord, Span<ulong> window)
    {
        if (used == 1 && alternatives[0].Dense is { } dense)
        {
            Bitmap.And(window, dense.Numbers.AsSpan(firstWord, window.Length));
            return;
        }
        Bitmap.And(window, CandidateUnion(firstWord, window.Length));
        if (!IsExact)
            RemoveMismatches(firstWord, window);
    }

    protected override int List(int from, int end, ref int[] buffer)
    {
        var first = alternatives[0];
        if (used > 1 || first.Dense is not null)
        {
            var firstWord = from >> 6;
            return ListWindow(Union(firstWord, ((end + 63) >> 6) - firstWord), firstWord, from, end, ref buffer);
        }
        return ListUnion(first.Lists, first.Numbers, from, end, ref buffer);
    }

    /// <summary>Finds the lists of an alternative, or a dense gram, and its estimate.</summary>
    protected abstract void Resolve(Substring alternative);

    /// <summary>Reads of some movies, at most <see cref="ReadAhead.Batch"/>, where their texts begin, before they are looked at.</summary>
    protected abstract int ReadTexts(ReadOnlySpan<int> movies);

    /// <summary>Whether a movie's text contains a pattern.</summary>
    protected abstract bool Matches(int movie, byte[] pattern);

    /// <summary>Looks at the texts, a batch at a time.</summary>
    private int KeepMatching(Span<int> movies)
    {
        var count = 0;
        for (var start = 0; start < movies.Length; start += ReadAhead.Batch)
        {
            var batch = movies.Slice(start, Math.Min(ReadAhead.Batch, movies.Length - start));
            readAhead ^= ReadTexts(batch);
            foreach (var movie in batch)
            {
                if (MatchesAny(movie))
                    movies[count++] = movie;
            }
        }
        return count;
    }

    /// <summary>Whether no alternative has candidates that must be looked at.</summary>
    private bool IsExact
    {
        get
        {
            for (var i = 0; i < used; i++)
            {
                if (!alternatives[i].IsExact)
                    return false;
            }
            return true;
        }
    }

    /// <summary>Removes from a window the movies whose text no alternative matches.</summary>
    private void RemoveMismatches(int firstWord, Span<ulong> window)
    {
        foreach (var offset in new BitmapNumbers(window))
        {
            if (!MatchesAny((firstWord << 6) + offset))
                window[offset >> 6] &= ~(1UL << (offset & 63));
        }
    }

    /// <summary>The matches of a window.</summary>
    private Span<ulong> Union(int firstWord, int words)
    {
        var union = CandidateUnion(firstWord, words);
        if (!IsExact)
            RemoveMismatches(firstWord, union);
        return union;
    }

    /// <summary>The matches of a window, and of phrases all candidates.</summary>
    private Span<ulong> CandidateUnion(int firstWord, int words)
    {
        var union = EmptyUnion(words);
        for (var i = 0; i < used; i++)
        {
            if (alternatives[i].Dense is { } dense)
            {
                Bitmap.Or(union, dense.Numbers.AsSpan(firstWord, words));
                continue;
            }
            foreach (var list in alternatives[i].Numbers)
                alternatives[i].Lists.OrInto(list, firstWord, union);
        }
        return union;
    }

    private bool MatchesAny(int movie)
    {
        for (var i = 0; i < used; i++)
        {
            if (alternatives[i].MayMatch(movie) && Matches(movie, alternatives[i].Pattern))
                return true;
        }
        return false;
    }
}

/// <summary>One alternative of a <see cref="SubstringOperand"/>, and where its movies are found.</summary>
internal sealed class Substring
{
    /// <summary>For the numbers of the lists.</summary>
    public int[] Buffer = new int[1];

    private PhraseRuns others; // Further lists that all candidates are in.
    private int count;

    /// <summary>Folded UTF-8.</summary>
    public byte[] Pattern { get; private set; } = [];

    /// <summary>Whether the pattern has a blank.</summary>
    public bool IsPhrase { get; private set; }

    /// <summary>The movies, when they are many and known; else the lists count.</summary>
    public DenseGram? Dense { get; private set; }

    /// <summary>The lists whose union holds the movies.</summary>
    public PostingLists Lists { get; private set; } = null!;

    /// <summary>Which of the lists.</summary>
    public ReadOnlySpan<int> Numbers => Buffer.AsSpan(0, count);

    /// <summary>Whether all movies of the lists match; else they are candidates.</summary>
    public bool IsExact { get; private set; }

    /// <summary>No more movies than this match.</summary>
    public long Estimate { get; private set; }

    /// <summary>Begins with a pattern, not resolved.</summary>
    public void Reset(byte[] pattern)
    {
        Pattern = pattern;
        IsPhrase = pattern.AsSpan().Contains((byte)' ');
        Dense = null;
        count = 0;
        others = default;
    }

    /// <summary>Lets go of the part.</summary>
    public void Release()
    {
        Dense = null;
        Lists = null!;
    }

    /// <summary>The movies are those of a dense gram.</summary>
    public void Set(DenseGram dense)
    {
        Dense = dense;
        Estimate = dense.Count;
        IsExact = true;
    }

    /// <summary>The movies are those of some lists, whose numbers are in the buffer.</summary>
    public void Set(PostingLists lists, int count)
    {
        this.count = count;
        Lists = lists;
        IsExact = true;
        Estimate = 0;
        foreach (var list in Numbers)
            Estimate += lists.CountOf(list);
    }

    /// <summary>The movies are among those that all the runs have.</summary>
    public void Set(PostingLists lists, PhraseRuns runs)
    {
        Buffer[0] = runs[0];
        Set(lists, Math.Min(1, runs.Count));
        IsExact = runs.IsWholePattern;
        others = runs;
    }

    /// <summary>Whether a movie is in those of the further lists that can tell with a look at one bit.</summary>
    public bool MayMatch(int movie)
    {
        for (var i = 1; i < others.Count; i++)
        {
            if (Lists.IsDense(others[i]) && !Bitmap.Contains(Lists.Words(others[i]), movie))
                return false;
        }
        return true;
    }
}
