using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Which of the suffixes are looked at.</summary>
internal enum SuffixKind
{
    /// <summary>Of titles, from their beginning.</summary>
    TitleBeginning,

    /// <summary>Of titles, from any word.</summary>
    Title,

    /// <summary>Of cast names, from their beginning.</summary>
    NameBeginning,

    /// <summary>Of cast names, from any word.</summary>
    Name,
}

/// <summary>What a part suggests: the titles and names that have a beginning, or a word with one, the likeliest first.</summary>
/// <remarks>
/// Texts are numbered: a title by its movie, a name by its term behind all movies. Each text has a suffix for each place where
/// somebody may begin to type it (<see cref="WordStarts"/>). They are sorted by their bytes, each as if a blank came behind it, so
/// that a word and a blank find the word at the end of a text, too; suffixes that are equal, by the number of the text.
/// </remarks>
internal sealed class SuggestIndex
{
    /// <summary>The score of a suffix that is not of the kind.</summary>
    public const int None = -1;

    private const byte Blank = (byte)' ';

    private readonly TextColumn titles, names;
    private readonly ushort[] likelihoods;
    private readonly int[] scores; // By text: of a title its likelihood, of a name what the part's movies add to it.
    private readonly int[] texts;  // By suffix.
    private readonly ushort[] places;
    private readonly RangeMaxima[] maxima;

    internal SuggestIndex(TextColumn titles, TermIndex cast, ushort[] likelihoods, int[] texts, ushort[] places, PrefixTree? tree)
    {
        this.titles = titles;
        names = cast.Folded;
        this.likelihoods = likelihoods;
        this.texts = texts;
        this.places = places;
        scores = Scores(cast);
        Tree = tree ?? new PrefixTreeBuilder(ByteAt).Build(texts.Length);
        maxima = Maxima();
    }

    /// <summary>The way to the suffixes of a prefix.</summary>
    public PrefixTree Tree { get; }

    /// <summary>How many suffixes.</summary>
    public int Count => texts.Length;

    public long MemoryBytes =>
        (4L * scores.Length) + (2L * likelihoods.Length) + (6L * texts.Length) + Tree.MemoryBytes + maxima.Sum(static m => m.MemoryBytes);

    /// <summary>What the part's movies add to a name.</summary>
    public int RolesOf(int name) => scores[titles.Count + name];

    /// <summary>How likely a movie is meant.</summary>
    public int LikelihoodOf(int movie) => likelihoods[movie];

    /// <summary>The movie or the term that a suffix is of.</summary>
    public int NumberOf(int suffix) => texts[suffix] < titles.Count ? texts[suffix] : texts[suffix] - titles.Count;

    /// <summary>Where in its text a suffix begins.</summary>
    public int PlaceOf(int suffix) => places[suffix];

    /// <summary>A suffix.</summary>
    public ReadOnlySpan<byte> this[int suffix] => TextOf(texts[suffix])[places[suffix]..];

    /// <summary>The greatest scores of the suffixes of a kind.</summary>
    public RangeMaxima MaximaOf(SuffixKind kind) => maxima[(int)kind];

    /// <summary>The score of a suffix; <see cref="None"/> when it is not of the kind.</summary>
    public int ScoreOf(int suffix, SuffixKind kind)
    {
        var text = texts[suffix];
        var isTitle = text < titles.Count;
        if (isTitle != kind is SuffixKind.TitleBeginning or SuffixKind.Title)
            return None;
        return kind is SuffixKind.Title or SuffixKind.Name || WordStarts.IsBeginning(TextOf(text), places[suffix]) ? scores[text] : None;
    }

    /// <summary>The byte of a suffix at a depth: behind its end a blank, then −1.</summary>
    public int ByteAt(int suffix, int depth)
    {
        var rest = this[suffix];
        return depth < rest.Length ? rest[depth] : depth == rest.Length ? Blank : -1;
    }

    /// <summary>The suffixes that begin with a prefix, from the first to before the last.</summary>
    /// <param name="prefix">Folded; it may end with a blank.</param>
    public (int First, int End) Find(ReadOnlySpan<byte> prefix)
    {
        var (node, depth) = Tree.Descend(prefix);
        if (node < 0)
            return (0, 0);
        var (first, end) = Tree.SuffixesOf(node);
        if (depth == prefix.Length)
            return (first, end);
        return (Bound(first, end, prefix, orEqual: false), Bound(first, end, prefix, orEqual: true));
    }

    /// <summary>Writes its arrays, less what is quickly derived.</summary>
    public void WriteTo(IndexWriter writer)
    {
        writer.Write<ushort>(likelihoods);
        writer.Write<int>(texts);
        writer.Write<ushort>(places);
        writer.Write<byte>(Tree.Labels);
        writer.Write<byte>(Tree.Depths);
        writer.Write<int>(Tree.Ends);
        writer.Write<int>(Tree.Firsts);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="titles">The folded title of each movie.</param>
    /// <param name="cast">The cast names.</param>
    public static SuggestIndex Read(IndexReader reader, TextColumn titles, TermIndex cast)
    {
        var likelihoods = reader.Read<ushort>(titles.Count);
        var texts = reader.ReadNumbers(below: titles.Count + cast.Count);
        var places = reader.Read<ushort>(texts.Length);
        for (var suffix = 0; suffix < texts.Length; suffix++)
        {
            var text = texts[suffix] < titles.Count ? titles[texts[suffix]] : cast.Folded[texts[suffix] - titles.Count];
            IndexReader.Require(places[suffix] < text.Length);
        }
        return new SuggestIndex(titles, cast, likelihoods, texts, places, ReadTree(reader, texts.Length));
    }

    private static PrefixTree ReadTree(IndexReader reader, int suffixes)
    {
        var labels = reader.Read<byte>();
        var depths = reader.Read<byte>(labels.Length);
        var ends = reader.ReadNumbers(labels.Length, below: labels.Length + 1);
        var firsts = reader.ReadEnds(labels.Length + 1, suffixes);
        IndexReader.Require(labels.Length > 0 && depths[0] == 0);
        for (var node = 0; node < ends.Length; node++)
            IndexReader.Require(ends[node] > node && depths[node] <= PrefixTree.MaxDepth);
        return new PrefixTree(labels, depths, ends, firsts);
    }

    private ReadOnlySpan<byte> TextOf(int text) => text < titles.Count ? titles[text] : names[text - titles.Count];

    private int[] Scores(TermIndex cast)
    {
        var all = new int[titles.Count + names.Count];
        for (var movie = 0; movie < titles.Count; movie++)
        {
            all[movie] = likelihoods[movie];
            var role = Likelihood.OfRole(likelihoods[movie]);
            foreach (var name in cast.TermsOf(movie))
                all[titles.Count + name] += role;
        }
        return all;
    }

    /// <summary>The greatest scores of all kinds, in one pass: texts are far apart in memory, and a start that reads a stored index makes
    /// these anew.</summary>
    private RangeMaxima[] Maxima()
    {
        var greatest = Array.ConvertAll(Enum.GetValues<SuffixKind>(), _ => RangeMaxima.NewBlocks(texts.Length));
        for (var suffix = 0; suffix < texts.Length; suffix++)
        {
            var text = texts[suffix];
            var (anywhere, atBeginning) = text < titles.Count
                ? (greatest[(int)SuffixKind.Title], greatest[(int)SuffixKind.TitleBeginning])
                : (greatest[(int)SuffixKind.Name], greatest[(int)SuffixKind.NameBeginning]);
            var block = suffix / RangeMaxima.Fan;
            if (scores[text] > anywhere[block])
                anywhere[block] = scores[text];
            // The score first: it is at hand, and the text may not have to be looked at.
            if (scores[text] > atBeginning[block] && (places[suffix] == 0 || WordStarts.IsBeginning(TextOf(text), places[suffix])))
                atBeginning[block] = scores[text];
        }
        return Array.ConvertAll(greatest, static blocks => RangeMaxima.Build(blocks));
    }

    /// <summary>The first suffix of a run that is not before a prefix, or does not begin with it either.</summary>
    private int Bound(int low, int high, ReadOnlySpan<byte> prefix, bool orEqual)
    {
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            var order = Compare(middle, prefix);
            if (order < 0 || (orEqual && order == 0))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Compares as much of a suffix as a prefix has.</summary>
    private int Compare(int suffix, ReadOnlySpan<byte> prefix)
    {
        var rest = this[suffix];
        if (rest.Length >= prefix.Length)
            return rest[..prefix.Length].SequenceCompareTo(prefix);
        var order = rest.SequenceCompareTo(prefix[..rest.Length]);
        if (order != 0)
            return order;
        // The suffix is as if a blank came behind it, and nothing else.
        var byBlank = Blank.CompareTo(prefix[rest.Length]);
        return byBlank != 0 ? byBlank : rest.Length + 1 - prefix.Length;
    }
}
