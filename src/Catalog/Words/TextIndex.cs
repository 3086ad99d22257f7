using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>The full-text index of a part: the words of each field, and what ranking wants to know of each movie.</summary>
internal sealed class TextIndex
{
    private const int KeptBeginning = 1;

    /// <summary>The shortest beginning of words that is looked for in extracts: fewer letters are in nearly all of them.</summary>
    public const int ShortestInExtracts = 3;

    public required FieldWords Title { get; init; }

    public required FieldWords Cast { get; init; }

    public required FieldWords Genres { get; init; }

    public required FieldWords Extract { get; init; }

    /// <summary>The cast names that have each word of <see cref="Cast"/>.</summary>
    public required PostingLists Names { get; init; }

    /// <summary>For each movie, the first eight bytes of its title's words with single blanks between, as
    /// <see cref="TextSort.Prefix"/> has them; 0 when one of the words has a stem that it does not begin with, so that these are not all there is.</summary>
    public required ulong[] TitleKeys { get; init; }

    /// <summary>How many words each title has; 255 for more.</summary>
    public required byte[] TitleLengths { get; init; }

    /// <summary>How many words each extract has; 255 for more.</summary>
    public required byte[] ExtractLengths { get; init; }

    /// <summary>The titles by how they begin, and by their lengths.</summary>
    public required TitleGroups TitleGroups { get; init; }

    /// <summary>The movies by the lengths of their extracts.</summary>
    public required ExtractGroups ExtractGroups { get; init; }

    public long MemoryBytes =>
        Title.MemoryBytes + Cast.MemoryBytes + Genres.MemoryBytes + Extract.MemoryBytes + Names.MemoryBytes
        + (8L * TitleKeys.Length) + TitleLengths.Length + ExtractLengths.Length + TitleGroups.MemoryBytes
        + ExtractGroups.MemoryBytes;

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        Title.WriteTo(writer);
        Cast.WriteTo(writer);
        Genres.WriteTo(writer);
        Extract.WriteTo(writer);
        Names.WriteTo(writer);
        writer.Write<ulong>(TitleKeys);
        writer.Write<byte>(TitleLengths);
        writer.Write<byte>(ExtractLengths);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="movies">How many movies the part has.</param>
    /// <param name="names">How many different cast names.</param>
    public static TextIndex Read(IndexReader reader, int movies, int names)
    {
        var title = FieldWords.Read(reader, movies);
        var cast = FieldWords.Read(reader, movies);
        var genres = FieldWords.Read(reader, movies);
        var extract = FieldWords.Read(reader, movies);
        var ofNames = PostingLists.Read(reader, names, cast.Words.Count);
        var keys = reader.Read<ulong>(movies);
        var lengths = reader.Read<byte>(movies);
        var extractLengths = reader.Read<byte>(movies);
        return new TextIndex
        {
            Title = title,
            Cast = cast,
            Genres = genres,
            Extract = extract,
            Names = ofNames,
            TitleKeys = keys,
            TitleLengths = lengths,
            TitleGroups = new TitleGroups(keys, lengths),
            ExtractLengths = extractLengths,
            ExtractGroups = new ExtractGroups(extractLengths),
        };
    }

    /// <summary>Indexes a part.</summary>
    /// <param name="titles">The folded title of each movie.</param>
    /// <param name="cast">The cast names.</param>
    /// <param name="genres">The genres.</param>
    /// <param name="buffers">To gather and sort in.</param>
    /// <param name="extractWords">Gives the extracts' words; asked last, as they may still be read beside.</param>
    public static TextIndex Build(TextColumn titles, TermIndex cast, TermIndex genres, BuildBuffers buffers, Func<ExtractWords> extractWords)
    {
        var movies = titles.Count;
        var lengths = new byte[movies];
        var ofTitles = WordsOf(titles, lengths, buffers);
        var names = RowsOf(cast, buffers);
        var ofCast = FieldWords.Build(names, cast, movies, KeptBeginning);
        var ofGenres = FieldWords.Build(RowsOf(genres, buffers), genres, movies, KeptBeginning);
        var ofNames = PostingLists.OfRows(names.Numbers, names.Ends, names.Words.Count);
        var keys = KeysOf(titles);
        var extracts = extractWords();
        return new TextIndex
        {
            Title = ofTitles,
            Cast = ofCast,
            Genres = ofGenres,
            Extract = extracts.Words,
            Names = ofNames,
            TitleKeys = keys,
            TitleLengths = lengths,
            TitleGroups = new TitleGroups(keys, lengths),
            ExtractLengths = extracts.Lengths,
            ExtractGroups = new ExtractGroups(extracts.Lengths),
        };
    }

    private static FieldWords WordsOf(TextColumn titles, byte[] lengths, BuildBuffers buffers)
    {
        var words = new FieldWordsBuilder(titles.Count, KeptBeginning, buffers);
        for (var movie = 0; movie < lengths.Length; movie++)
            lengths[movie] = (byte)Math.Min(byte.MaxValue, words.Add(titles[movie]));
        return words.Build();
    }

    private static WordRows RowsOf(TermIndex terms, BuildBuffers buffers)
    {
        var rows = new WordRowsBuilder(terms.Count, averageWords: 3, buffers);
        for (var term = 0; term < terms.Count; term++)
        {
            rows.Add(terms.Folded[term]);
            rows.EndRow();
        }
        return rows.Build();
    }

    internal static ulong[] KeysOf(TextColumn titles)
    {
        var keys = new ulong[titles.Count];
        Span<byte> plain = stackalloc byte[sizeof(ulong)], buffer = stackalloc byte[WordReader.MaxBytes];
        for (var movie = 0; movie < keys.Length; movie++)
        {
            var reader = new WordReader(titles[movie], buffer);
            int length = 0, stems = 0;
            while (reader.MoveNext())
            {
                if (length > 0 && length < plain.Length)
                    plain[length++] = (byte)' ';
                var taken = Math.Min(reader.Word.Length, plain.Length - length);
                reader.Word[..taken].CopyTo(plain[length..]);
                length += taken;
                stems += reader.Word.StartsWith(reader.Stem) ? 0 : 1;
            }
            keys[movie] = stems > 0 ? 0 : TextSort.Prefix(plain[..length]);
        }
        return keys;
    }
}
