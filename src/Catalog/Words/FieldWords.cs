using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>The words of one field of a part's movies: the movies of each word, and of short beginnings of words.</summary>
/// <remarks>A query is asked again with every letter typed, and thousands of words begin with the first of them: for each beginning
/// of up to <see cref="GramIndex.MaxLength"/> bytes that <see cref="LeastWords"/> words share, the movies are kept, too.</remarks>
internal sealed class FieldWords
{
    /// <summary>How many words' lists are united as quickly as one more list is read?</summary>
    internal const int LeastWords = 16;

    private readonly uint[] beginnings; // Sorted; as GramIndex.Key makes them.
    private readonly PostingLists ofBeginnings;

    internal FieldWords(TextColumn words, PostingLists movies, uint[] beginnings, PostingLists ofBeginnings)
    {
        Words = words;
        Movies = movies;
        this.beginnings = beginnings;
        this.ofBeginnings = ofBeginnings;
        Spellings = new SpellingIndex(words);
    }

    /// <summary>The different words, sorted.</summary>
    public TextColumn Words { get; }

    /// <summary>The movies of each word.</summary>
    public PostingLists Movies { get; }

    /// <summary>Finds words that are spelt nearly like another.</summary>
    public SpellingIndex Spellings { get; }

    public long MemoryBytes =>
        Words.MemoryBytes + Movies.MemoryBytes + (4L * beginnings.Length) + ofBeginnings.MemoryBytes + Spellings.MemoryBytes;

    /// <summary>The movies that have a word that begins so.</summary>
    public BeginningLists Beginning(ReadOnlySpan<byte> beginning)
    {
        if (beginning.Length <= GramIndex.MaxLength && Array.BinarySearch(beginnings, GramIndex.Key(beginning)) is var kept and >= 0)
            return new BeginningLists(ofBeginnings, kept, kept + 1);
        var (first, end) = Words.PrefixRange(beginning);
        return new BeginningLists(Movies, first, end);
    }

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        Words.WriteTo(writer);
        Movies.WriteTo(writer);
        writer.Write<uint>(beginnings);
        ofBeginnings.WriteTo(writer);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="movies">How many movies the part has.</param>
    public static FieldWords Read(IndexReader reader, int movies)
    {
        var words = TextColumn.Read(reader);
        var lists = PostingLists.Read(reader, movies, words.Count);
        var beginnings = reader.Read<uint>();
        return new FieldWords(words, lists, beginnings, PostingLists.Read(reader, movies, beginnings.Length));
    }

    /// <summary>Indexes a field of terms; one of texts: see <see cref="FieldWordsBuilder"/>.</summary>
    /// <param name="rows">The words of each term.</param>
    /// <param name="terms">The terms of each movie.</param>
    /// <param name="movies">How many movies.</param>
    /// <param name="shortest">The shortest beginnings that are asked for in this field.</param>
    public static FieldWords Build(WordRows rows, Parts.TermIndex terms, int movies, int shortest)
    {
        return Build(rows.Words, TextSort.Ascending(rows.Words.Count), movies, shortest, take =>
        {
            for (var movie = 0; movie < movies; movie++)
            {
                foreach (var term in terms.TermsOf(movie))
                    take(rows[term], movie);
            }
        });
    }

    /// <summary>Indexes a field.</summary>
    /// <param name="words">The different words, sorted.</param>
    /// <param name="numbers">The number that each of them has in rows.</param>
    /// <param name="movies">How many movies.</param>
    /// <param name="shortest">The shortest beginnings that are asked for in this field.</param>
    /// <param name="each">Gives the words of each movie, movies ascending; asked twice: to count, and to add.</param>
    public static FieldWords Build(TextColumn words, int[] numbers, int movies, int shortest, Action<ListsOfRows.RowTaker> each)
    {
        var beginnings = new Beginnings(words, numbers, shortest, LeastWords);
        var lists = new PostingListsBuilder(movies, words.Count);
        var ofBeginnings = new PostingListsBuilder(movies, beginnings.Keys.Length);
        each((row, movie) =>
        {
            foreach (var word in row)
            {
                lists.Count(word, movie);
                foreach (var beginning in beginnings.Of(word))
                {
                    if (beginning >= 0)
                        ofBeginnings.Count(beginning, movie);
                }
            }
        });
        lists.Seal(numbers);
        ofBeginnings.Seal();
        each((row, movie) =>
        {
            foreach (var word in row)
            {
                lists.Add(word, movie);
                foreach (var beginning in beginnings.Of(word))
                {
                    if (beginning >= 0)
                        ofBeginnings.Add(beginning, movie);
                }
            }
        });
        return new FieldWords(words, lists.Build(numbers), beginnings.Keys, ofBeginnings.Build(beginnings.Keys.Length));
    }
}

/// <summary>Lists, one after the other, that together have the movies of a beginning; a movie may be in several.</summary>
internal readonly record struct BeginningLists(PostingLists Lists, int First, int End)
{
    public bool IsEmpty => First >= End;

    /// <summary>Adds the movies to a bitmap of all movies.</summary>
    public void OrInto(Span<ulong> movies)
    {
        for (var list = First; list < End; list++)
            Lists.OrInto(list, 0, movies);
    }
}

/// <summary>The beginnings that enough words share, numbered by their keys.</summary>
internal sealed class Beginnings
{
    private readonly int[] ofWords; // For each word, by length from the shortest on; −1 for none.
    private readonly int lengths;

    /// <summary>Finds them.</summary>
    /// <param name="words">The words, sorted.</param>
    /// <param name="numbers">The number that each of them is asked for by.</param>
    /// <param name="shortest">How short they may be.</param>
    /// <param name="leastWords">How many words must share them.</param>
    public Beginnings(TextColumn words, ReadOnlySpan<int> numbers, int shortest, int leastWords)
    {
        lengths = GramIndex.MaxLength - shortest + 1;
        ofWords = new int[words.Count * lengths];
        ofWords.AsSpan().Fill(-1);
        var keys = new List<uint>();
        for (var length = shortest; length <= GramIndex.MaxLength; length++)
        {
            // Words are sorted, so those of a beginning follow one another, and keys of one length ascend.
            for (int start = 0, end; start < words.Count; start = end)
            {
                var word = words[start];
                end = start + 1;
                if (word.Length < length)
                    continue;
                while (end < words.Count && words[end].StartsWith(word[..length]))
                    end++;
                if (end - start < leastWords)
                    continue;
                for (var i = start; i < end; i++)
                    ofWords[(numbers[i] * lengths) + length - shortest] = keys.Count;
                keys.Add(GramIndex.Key(word[..length]));
            }
        }
        Keys = [.. keys];
    }

    /// <summary>The beginnings' keys, ascending.</summary>
    public uint[] Keys { get; }

    /// <summary>Those of a word, by its number; −1 for none.</summary>
    public ReadOnlySpan<int> Of(int word) => ofWords.AsSpan(word * lengths, lengths);
}
