using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Suggestions;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Parts;

/// <summary>Builds a part from documents: a function of them alone, whoever asks and in whatever order they come.</summary>
/// <param name="documents">Holds the documents.</param>
/// <param name="addresses">Where in it each movie's document is, in any order.</param>
/// <param name="twoThreads">Whether to use a second thread when there are many movies: a first load wants to be done, whatever comes
/// after it must leave a core to the readers.</param>
internal sealed class PartBuilder(Documents documents, long[] addresses, bool twoThreads)
{
    /// <summary>From how many movies on is a second thread worth starting? These take some ten milliseconds.</summary>
    private const int LeastForTwoThreads = 4096;

    private readonly ushort[] years = new ushort[addresses.Length];
    private readonly ushort[] likelihoods = new ushort[addresses.Length];
    private readonly TextPlace[] extracts = new TextPlace[addresses.Length];

    // Each is let go of as soon as its index is built: a large part takes twice its size while it is being built as it is.
    private TextList titles = new(addresses.Length, 20L * addresses.Length);
    private TermIndexBuilder genres = new(addresses.Length, averageTerms: 3), cast = new(addresses.Length, averageTerms: 6);

    /// <summary>Builds the part.</summary>
    /// <remarks>To gather names and the words of extracts takes about as long as all the rest. Two threads work on, and wait for one another
    /// only for the order, which the extracts need, for the names as they were gathered, and at the end.</remarks>
    /// <param name="order">For each movie of the part, its place in the addresses given.</param>
    public Part Build(out int[] order)
    {
        var gathered = Beside(GatherCast);
        GatherAllButCast();
        // Of this thread.
        var buffers = new BuildBuffers();
        var final = DefaultOrder(buffers);
        ExtractWords ofExtracts = null!;
        var extractsIndexed = Beside(() => ofExtracts = ExtractWords.Build(documents, addresses, extracts, final), gathered);
        var ordered = Reorder(addresses, final);
        var ofTitles = TitleIndexes.Build(titles, final, buffers);
        titles = new TextList();
        var ids = RankIds(ordered, buffers);
        var ofGenres = genres.Build(final, buffers);
        genres = new TermIndexBuilder(0, 0);
        gathered.GetAwaiter().GetResult();
        var ofCast = CastIndexes.Build(cast, final, buffers);
        cast = new TermIndexBuilder(0, 0);
        order = final;
        var suggestions = SuggestIndexBuilder.Build(ofTitles.Texts, ofCast.Names, Reorder(likelihoods, final), buffers);
        return new Part
        {
            Count = final.Length,
            Documents = documents,
            Addresses = ordered,
            Years = Reorder(years, final),
            Titles = ofTitles.Texts,
            TitleRanks = ofTitles.Ranks,
            ByTitle = ofTitles.ByTitle,
            TitleWords = ofTitles.Words,
            TitlePhrases = ofTitles.Phrases,
            IdRanks = ids.Ranks,
            ById = ids.ById,
            Genres = ofGenres,
            Cast = ofCast.Names,
            CastWords = ofCast.Words,
            CastPhrases = ofCast.Phrases,
            Text = TextIndex.Build(ofTitles.Texts, ofCast.Names, ofGenres, buffers, () =>
            {
                extractsIndexed.GetAwaiter().GetResult();
                return ofExtracts;
            }),
            Suggestions = suggestions,
        };
    }

    private void GatherAllButCast()
    {
        byte[] plain = [], folded = [];
        for (var i = 0; i < addresses.Length; i++)
        {
            var head = new DocumentHead(documents[addresses[i]]);
            var title = Folding.Fold(head.ReadTitle(ref plain), ref folded);
            titles.Add(title);
            years[i] = (ushort)head.ReadYear();
            var titleBytes = title.Length;
            var names = head.SkipNames();
            while (head.ReadName(ref plain, out var genre))
                genres.Add(genre);
            genres.EndMovie();
            (extracts[i], var hasThumbnail) = head.ReadRest();
            likelihoods[i] = (ushort)Likelihood.OfTitle(extracts[i].Length, hasThumbnail, names, years[i], titleBytes);
        }
    }

    private void GatherCast()
    {
        byte[] plain = [];
        for (var i = 0; i < addresses.Length; i++)
        {
            var head = new DocumentHead(documents[addresses[i]]);
            head.SkipTitle();
            head.ReadYear();
            while (head.ReadName(ref plain, out var name))
                cast.Add(name);
            cast.EndMovie();
        }
    }

    /// <summary>Newest first, then by folded title, then by id.</summary>
    private int[] DefaultOrder(BuildBuffers buffers)
    {
        var order = TextSort.Ascending(years.Length);
        var keys = buffers.Keys(order.Length);
        for (var i = 0; i < order.Length; i++)
            keys[i] = ((ulong)(Limits.LastYear - years[i]) << 48) | (TextSort.Prefix(titles[i]) >> 16);
        KeySort.Sort(keys, order, buffers);
        TextSort.SortRuns(keys, order, (a, b) =>
        {
            var byTitle = titles[a].SequenceCompareTo(titles[b]);
            return byTitle != 0 ? byTitle : CompareIds(addresses[a], addresses[b]);
        });
        return order;
    }

    private (int[] ById, int[] Ranks) RankIds(long[] ordered, BuildBuffers buffers)
    {
        var byId = TextSort.Ascending(ordered.Length);
        var prefixes = buffers.Keys(byId.Length);
        for (var i = 0; i < byId.Length; i++)
            prefixes[i] = TextSort.Prefix(DocumentFormat.IdOf(documents[ordered[i]]));
        KeySort.Sort(prefixes, byId, buffers);
        TextSort.SortRuns(prefixes, byId, (a, b) => CompareIds(ordered[a], ordered[b]));
        return (byId, TextSort.RanksOf(byId));
    }

    private int CompareIds(long left, long right) =>
        DocumentFormat.IdOf(documents[left]).SequenceCompareTo(DocumentFormat.IdOf(documents[right]));

    /// <summary>Runs some work after other work, on another thread when that is wanted and there is enough to do. It writes
    /// nothing that this thread reads before it has waited for it.</summary>
    private Task Beside(Action work, Task? after = null)
    {
        if (!twoThreads || addresses.Length < LeastForTwoThreads)
        {
            work();
            return Task.CompletedTask;
        }
        // A thread of its own, not the pool's: a part takes as long as thousands of requests, and they wait for the pool.
        return Task.Factory.StartNew(
            () =>
            {
                after?.GetAwaiter().GetResult();
                work();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static T[] Reorder<T>(T[] values, int[] order)
    {
        var reordered = new T[order.Length];
        for (var i = 0; i < order.Length; i++)
            reordered[i] = values[order[i]];
        return reordered;
    }
}
