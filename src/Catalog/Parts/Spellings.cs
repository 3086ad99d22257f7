using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Parts;

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

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        first.WriteTo(writer);
        var texts = new TextList();
        List<int> ends = [], movies = [], movieEnds = [];
        foreach (var spellings in several.Values)
        {
            foreach (var spelling in spellings)
            {
                texts.Add(spelling.Text);
                movies.AddRange(spelling.Movies);
                movieEnds.Add(movies.Count);
            }
            ends.Add(texts.Count);
        }
        writer.Write<int>([.. several.Keys]);
        writer.Write<int>([.. ends]);
        TextColumn.Reorder(texts, TextSort.Ascending(texts.Count)).WriteTo(writer);
        writer.Write<int>([.. movies]);
        writer.Write<int>([.. movieEnds]);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="terms">How many terms the part has.</param>
    /// <param name="movies">How many movies.</param>
    public static Spellings Read(IndexReader reader, int terms, int movies)
    {
        var first = TextColumn.Read(reader);
        IndexReader.Require(first.Count == terms);
        var severalTerms = reader.ReadNumbers(below: terms);
        var ends = reader.Read<int>(severalTerms.Length);
        var spellings = ReadSpellings(reader, movies);
        var several = new Dictionary<int, Spelling[]>(severalTerms.Length);
        for (int i = 0, start = 0; i < ends.Length; start = ends[i++])
        {
            IndexReader.Require(ends[i] >= start && ends[i] <= spellings.Length);
            several[severalTerms[i]] = spellings[start..ends[i]];
        }
        return new Spellings(first, several);
    }

    private static Spelling[] ReadSpellings(IndexReader reader, int movies)
    {
        var texts = TextColumn.Read(reader);
        var used = reader.ReadNumbers(below: movies);
        var ends = reader.ReadEnds(texts.Count, used.Length);
        var spellings = new Spelling[texts.Count];
        for (int i = 0, start = 0; i < ends.Length; start = ends[i++])
            spellings[i] = new Spelling(texts[i].ToArray(), used[start..ends[i]]);
        return spellings;
    }
}

/// <summary>One spelling of a term, UTF-8 as supplied, and the movies that use it, ascending.</summary>
internal sealed record Spelling(byte[] Text, int[] Movies);
