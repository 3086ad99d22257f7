using MovieGrains.Catalog.Layout;
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

    /// <summary>Reads where the terms of some movies are, and their first ones, all at once; see <see cref="ReadAhead"/>.</summary>
    public int ReadFirstTerms(ReadOnlySpan<int> movies) => ReadAhead.Slices<int>(movies, ends, terms);

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        Folded.WriteTo(writer);
        writer.Write<int>(terms);
        writer.Write<int>(ends);
        Postings.WriteTo(writer);
        Spellings.WriteTo(writer);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="movies">How many movies the part has.</param>
    public static TermIndex Read(IndexReader reader, int movies)
    {
        var folded = TextColumn.Read(reader);
        var terms = reader.ReadNumbers(below: folded.Count);
        var ends = reader.ReadEnds(movies, terms.Length);
        return new TermIndex(
            folded, PostingLists.Read(reader, movies, folded.Count), terms, ends, Spellings.Read(reader, folded.Count, movies));
    }
}
