using System.Text.Json;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Parts;

/// <summary>Builds a part from documents: a function of them alone, whoever asks and in whatever order they come.</summary>
/// <param name="capacity">How many movies are expected; growing lists of millions would copy, and fault in, their memory twice.</param>
internal sealed class PartBuilder(int capacity)
{
    /// <summary>From how many movies on is a second thread worth starting? These take some ten milliseconds.</summary>
    private const int LeastForTwoThreads = 4096;

    private readonly TextList titles = new(capacity, averageBytes: 20);
    private readonly List<ushort> years = new(capacity);
    private readonly List<long> addresses = new(capacity);
    private readonly TermIndexBuilder genres = new(capacity, averageTerms: 3);
    private readonly TermIndexBuilder cast = new(capacity, averageTerms: 6);
    private byte[] plain = new byte[1024];
    private byte[] folded = new byte[1024];

    /// <summary>Movies added so far.</summary>
    public int Count => years.Count;

    /// <summary>Adds a movie.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="address">Where the document is in what will be handed to <see cref="Build"/>.</param>
    public void Add(ReadOnlySpan<byte> document, long address)
    {
        var reader = DocumentFormat.Reader(document);
        Skip(ref reader, 5); // {, "id", its value, "title", its value
        titles.Add(Folding.Fold(Text(ref reader), ref folded));
        Skip(ref reader, 2); // "year", its value
        years.Add((ushort)reader.GetInt32());
        AddTerms(ref reader, cast);
        AddTerms(ref reader, genres);
        addresses.Add(address);
    }

    /// <summary>Builds the part.</summary>
    /// <param name="documents">Holds the documents at the addresses given.</param>
    /// <param name="order">For each movie of the part, the how-manieth it was added.</param>
    public Part Build(Documents documents, out int[] order)
    {
        var final = order = DefaultOrder(documents);
        TextColumn titleColumn = null!;
        WordIndex titleWords = null!, castWords = null!;
        PhraseIndex titlePhrases = null!, castPhrases = null!;
        TermIndex names = null!;
        int[] byTitle = null!, titleRanks = null!;
        // The two halves take about as long, and share nothing that either writes.
        InParallel(
            final.Length,
            () =>
            {
                titleColumn = TextColumn.Reorder(titles, final);
                (byTitle, titleRanks) = RankTitles(titleColumn);
                var words = WordRows.Of(titleColumn);
                titleWords = WordIndex.Build(words.Words, PostingLists.OfRows(words.Numbers, words.Ends, words.Words.Count));
                titlePhrases = PhraseIndex.Build(titleColumn);
            },
            () =>
            {
                names = cast.Build(final);
                var words = WordRows.Of(names.Folded);
                castPhrases = PhraseIndex.Build(names.Folded);
                castWords = WordIndex.Build(words.Words, MoviesOf(words, names, final.Length));
            });
        var finalAddresses = Reorder(addresses, final);
        var (byId, idRanks) = RankIds(documents, finalAddresses);
        return new Part
        {
            Count = final.Length,
            Documents = documents,
            Addresses = finalAddresses,
            Years = Reorder(years, final),
            Titles = titleColumn,
            TitleRanks = titleRanks,
            ByTitle = byTitle,
            IdRanks = idRanks,
            ById = byId,
            TitleWords = titleWords,
            Genres = genres.Build(final),
            Cast = names,
            CastWords = castWords,
            TitlePhrases = titlePhrases,
            CastPhrases = castPhrases,
        };
    }

    /// <summary>The movies that have a name with each word.</summary>
    private static PostingLists MoviesOf(WordRows words, TermIndex names, int movies)
    {
        var builder = new PostingListsBuilder(movies);
        for (var movie = 0; movie < movies; movie++)
        {
            foreach (var name in names.TermsOf(movie))
            {
                foreach (var word in words[name])
                    builder.Count(word, movie);
            }
        }
        builder.Seal();
        for (var movie = 0; movie < movies; movie++)
        {
            foreach (var name in names.TermsOf(movie))
            {
                foreach (var word in words[name])
                    builder.Add(word, movie);
            }
        }
        return builder.Build(words.Words.Count);
    }

    /// <summary>Runs both at the same time when there is enough to do for that to pay.</summary>
    private static void InParallel(int movies, Action left, Action right)
    {
        if (movies < LeastForTwoThreads)
        {
            left();
            right();
        }
        else
        {
            Parallel.Invoke(left, right);
        }
    }

    private void AddTerms(ref Utf8JsonReader reader, TermIndexBuilder terms)
    {
        Skip(ref reader, 2); // "cast" or "genres", [
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            terms.Add(Text(ref reader));
        terms.EndMovie();
    }

    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (plain.Length < reader.ValueSpan.Length)
            plain = new byte[reader.ValueSpan.Length];
        return plain.AsSpan(0, reader.CopyString(plain));
    }

    private static void Skip(ref Utf8JsonReader reader, int tokens)
    {
        for (; tokens > 0; tokens--)
            reader.Read();
    }

    /// <summary>Newest first, then by folded title, then by id.</summary>
    private int[] DefaultOrder(Documents documents)
    {
        var order = Ascending(years.Count);
        var keys = new ulong[order.Length];
        for (var i = 0; i < order.Length; i++)
            keys[i] = ((ulong)(Limits.LastYear - years[i]) << 48) | (TextSort.Prefix(titles[i]) >> 16);
        Array.Sort(keys, order);
        TextSort.SortRuns(keys, order, (a, b) =>
        {
            var byTitle = titles[a].SequenceCompareTo(titles[b]);
            return byTitle != 0 ? byTitle : CompareIds(documents, addresses[a], addresses[b]);
        });
        return order;
    }

    private static (int[] ByTitle, int[] Ranks) RankTitles(TextColumn titles)
    {
        var byTitle = Ascending(titles.Count);
        var prefixes = new ulong[byTitle.Length];
        for (var i = 0; i < byTitle.Length; i++)
            prefixes[i] = TextSort.Prefix(titles[i]);
        Array.Sort(prefixes, byTitle);
        TextSort.SortRuns(prefixes, byTitle, (a, b) =>
        {
            var order = titles[a].SequenceCompareTo(titles[b]);
            return order != 0 ? order : a.CompareTo(b);
        });
        var ranks = new int[byTitle.Length];
        for (int place = 1, rank = 0; place < byTitle.Length; place++)
        {
            if (!titles[byTitle[place]].SequenceEqual(titles[byTitle[place - 1]]))
                rank++;
            ranks[byTitle[place]] = rank;
        }
        return (byTitle, ranks);
    }

    private static (int[] ById, int[] Ranks) RankIds(Documents documents, long[] addresses)
    {
        var byId = Ascending(addresses.Length);
        var prefixes = new ulong[byId.Length];
        for (var i = 0; i < byId.Length; i++)
            prefixes[i] = TextSort.Prefix(DocumentFormat.IdOf(documents[addresses[i]]));
        Array.Sort(prefixes, byId);
        TextSort.SortRuns(prefixes, byId, (a, b) => CompareIds(documents, addresses[a], addresses[b]));
        var ranks = new int[byId.Length];
        for (var place = 0; place < byId.Length; place++)
            ranks[byId[place]] = place;
        return (byId, ranks);
    }

    private static int CompareIds(Documents documents, long left, long right) =>
        DocumentFormat.IdOf(documents[left]).SequenceCompareTo(DocumentFormat.IdOf(documents[right]));

    private static int[] Ascending(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = i;
        return numbers;
    }

    private static T[] Reorder<T>(List<T> values, int[] order)
    {
        var reordered = new T[order.Length];
        for (var i = 0; i < order.Length; i++)
            reordered[i] = values[order[i]];
        return reordered;
    }
}
