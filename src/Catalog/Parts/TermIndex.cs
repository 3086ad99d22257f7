using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Parts;

/// <summary>The terms of one dimension (genres, or cast names) in a part: dictionary, postings and the way back.</summary>
/// <remarks>Terms are folded text, sorted by bytes and numbered in that order. A movie has a term once, however often
/// and in whatever spellings it repeats it; its first spelling counts.</remarks>
internal sealed class TermIndex
{
    private readonly int[] terms;
    private readonly int[] ends;

    internal TermIndex(TextColumn folded, PostingLists postings, int[] terms, int[] ends, Spellings spellings)
    {
        Folded = folded;
        Postings = postings;
        this.terms = terms;
        this.ends = ends;
        Spellings = spellings;
    }

    /// <summary>The folded text of each term, sorted.</summary>
    public TextColumn Folded { get; }

    /// <summary>The movies of each term.</summary>
    public PostingLists Postings { get; }

    /// <summary>How each term is spelt.</summary>
    public Spellings Spellings { get; }

    public int Count => Folded.Count;

    /// <summary>How many movies a term has on average, rounded up; 0 without terms.</summary>
    public int PostingsPerTerm => Count == 0 ? 0 : (terms.Length + Count - 1) / Count;

    public long MemoryBytes =>
        Folded.MemoryBytes + Postings.MemoryBytes + Spellings.MemoryBytes + (4L * (terms.Length + ends.Length));

    /// <summary>The terms of a movie, in the order of its document, none twice.</summary>
    public ReadOnlySpan<int> TermsOf(int movie)
    {
        var start = movie == 0 ? 0 : ends[movie - 1];
        return terms.AsSpan(start, ends[movie] - start);
    }
}

/// <summary>How the terms of a part are spelt.</summary>
/// <remarks>Nearly every term has one spelling. The others keep, for each spelling, the movies that use it.</remarks>
internal sealed class Spellings
{
    private readonly TextColumn first;
    private readonly Dictionary<int, Spelling[]> several;

    internal Spellings(TextColumn first, Dictionary<int, Spelling[]> several) => (this.first, this.several) = (first, several);

    public long MemoryBytes => first.MemoryBytes + several.Sum(s => s.Value.Sum(v => 64L + v.Text.Length + (4L * v.Movies.Length)));

    /// <summary>The spelling that a term was first met with.</summary>
    public ReadOnlySpan<byte> FirstOf(int term) => first[term];

    /// <summary>All spellings of a term that has several; null when it has one.</summary>
    public Spelling[]? SeveralOf(int term) => several.GetValueOrDefault(term);
}

/// <summary>One spelling of a term, UTF-8 as supplied, and the movies that use it, ascending.</summary>
internal sealed record Spelling(byte[] Text, int[] Movies);
