using MovieGrains.Catalog.Layout;

namespace MovieGrains.Catalog.Postings;

/// <summary>The way from a part of a word to the numbers (movies) whose text has such a word.</summary>
/// <remarks>
/// A pattern without blanks can only stand within a word, and words are few: their grams lead from the pattern to the
/// words, and these to the numbers, without looking at any text. A gram that very many have would lead through thousands
/// of words, so for each gram that a <see cref="KeptShare"/>th of all numbers have, their bitmap is kept.
/// Useful for titles and names; a pattern with blanks needs the texts as well (see <see cref="PhraseIndex"/>).
/// </remarks>
internal sealed class WordIndex
{
    /// <summary>From how many numbers on is keeping bitmaps worth their memory? Below, every list is short.</summary>
    private const int LeastNumbers = 2048;

    /// <summary>Which share of all numbers must have a gram for its bitmap to be kept? A sixteenth: what fewer have is read
    /// from postings in about the time that the page takes to write, and half the bitmaps are saved.</summary>
    private const int KeptShare = 16;

    private readonly Dictionary<uint, DenseGram> dense = [];

    private WordIndex(TextColumn words, PostingLists numbers, GramIndex grams)
    {
        Words = words;
        Numbers = numbers;
        Grams = grams;
    }

    /// <summary>The different words, sorted.</summary>
    public TextColumn Words { get; }

    /// <summary>The numbers of each word.</summary>
    public PostingLists Numbers { get; }

    /// <summary>Which words have a gram.</summary>
    public GramIndex Grams { get; }

    public long MemoryBytes =>
        Words.MemoryBytes + Numbers.MemoryBytes + Grams.MemoryBytes + dense.Values.Sum(g => 64L + (8L * g.Numbers.Length));

    /// <summary>The numbers with a word that contains a pattern of 1..3 bytes, when they are many; else null.</summary>
    public DenseGram? Dense(ReadOnlySpan<byte> pattern) =>
        pattern.Length > GramIndex.MaxLength ? null : dense.GetValueOrDefault(GramIndex.Key(pattern));

    /// <summary>The words that contain a pattern without blanks.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="found">Takes their numbers, ascending; replaced by a longer one when too short.</param>
    /// <returns>How many there are.</returns>
    public int Containing(ReadOnlySpan<byte> pattern, ref int[] found) => new SubstringSearch(Grams, Words, pattern).List(ref found);

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        Words.WriteTo(writer);
        Numbers.WriteTo(writer);
        Grams.WriteTo(writer);
        writer.Write<uint>([.. dense.Keys]);
        foreach (var gram in dense.Values)
            writer.Write<ulong>(gram.Numbers);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="universe">Numbers are 0 .. this − 1.</param>
    public static WordIndex Read(IndexReader reader, int universe)
    {
        var words = TextColumn.Read(reader);
        var numbers = PostingLists.Read(reader, universe, words.Count);
        var index = new WordIndex(words, numbers, GramIndex.Read(reader, words.Count));
        foreach (var key in reader.Read<uint>())
        {
            var bitmap = reader.Read<ulong>(Bitmap.WordsFor(universe));
            index.dense[key] = new DenseGram(bitmap, Bitmap.Count(bitmap));
        }
        return index;
    }

    /// <summary>Builds the index.</summary>
    /// <param name="words">The different words, sorted.</param>
    /// <param name="numbers">The numbers of each word.</param>
    public static WordIndex Build(TextColumn words, PostingLists numbers)
    {
        var index = new WordIndex(words, numbers, GramIndex.Build(words));
        if (numbers.Universe >= LeastNumbers)
            index.AddDense();
        return index;
    }

    private void AddDense()
    {
        var words = Array.Empty<int>();
        var bitmap = new ulong[Bitmap.WordsFor(Numbers.Universe)];
        for (var gram = 0; gram < Grams.Count; gram++)
        {
            var count = Grams.Lists.List(gram, ref words);
            long postings = 0;
            foreach (var word in words.AsSpan(0, count))
                postings += Numbers.CountOf(word);
            if (postings * KeptShare < Numbers.Universe)
                continue;
            bitmap.AsSpan().Clear();
            foreach (var word in words.AsSpan(0, count))
                Numbers.OrInto(word, 0, bitmap);
            var have = Bitmap.Count(bitmap);
            if ((long)have * KeptShare >= Numbers.Universe)
                dense[Grams.KeyOf(gram)] = new DenseGram([.. bitmap], have);
        }
    }
}

/// <summary>The numbers that have a gram as a bitmap, and how many they are.</summary>
internal sealed record DenseGram(ulong[] Numbers, int Count);
