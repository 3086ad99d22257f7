using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Highlighting;
using MovieGrains.Catalog.Search.Operands;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Suggestions;

namespace MovieGrains.Catalog.Search;

/// <summary>The memory that one search needs, used again by the next: a search itself allocates nothing.</summary>
/// <remarks>Buffers grow to what the largest search so far took. As many are kept as ever ran at once, up to four a core.</remarks>
internal sealed class Scratch
{
    // More than searches that can run at once, as threads wait for cores with a search half done; only as many as ever ran
    // at once are made.
    private static readonly Scratch?[] Pool = new Scratch?[Math.Max(16, Environment.ProcessorCount * 4)];

    private readonly Operand[][] operands = [[], [], [], [], []];
    private readonly int[] used = new int[5];
    private readonly int[][] counters = [[], [], [], []];
    private int[] ownCounters = [];
    private SuggestSearch? suggestions;
    private Highlighter? highlighter;

    /// <summary>The operands of the search at hand.</summary>
    public List<Operand> Prepared { get; } = [];

    /// <summary>Ranges of movies of the wanted years.</summary>
    public List<(int First, int End)> Ranges { get; } = [];

    /// <summary>Another set of ranges, to intersect with.</summary>
    public List<(int First, int End)> OtherRanges { get; } = [];

    /// <summary>The first movies of each part's result, in order.</summary>
    public List<OrderedHits> Hits { get; } = [];

    /// <summary>The items of the page.</summary>
    public List<Hit> Page { get; } = [];

    /// <summary>What the parts have for a search in full text, by the place of the part.</summary>
    public List<PartText> Texts { get; } = [];

    /// <summary>For a look at what a part has of another word beside the search.</summary>
    public PartText TextOfOneWord { get; } = new();

    /// <summary>How far words are allowed to differ from those of the search.</summary>
    public Forgiveness Forgiveness { get; set; }

    /// <summary>What ranking wants to know of the whole catalogue.</summary>
    public WordStatistics Statistics { get; } = new();

    /// <summary>Gives movies their scores.</summary>
    public Scorer Scorer { get; } = new();

    /// <summary>Ranks the movies that have all words in their titles.</summary>
    public TitleTier Titles { get; } = new();

    /// <summary>Ranks the others.</summary>
    public OtherTier Others { get; } = new();

    /// <summary>The operand of a search in full text.</summary>
    public SearchOperand SearchOperand { get; } = new();

    /// <summary>A bitmap of the matches that have yet to be ranked.</summary>
    public ulong[] Left = [];

    /// <summary>A bitmap of those that are ranked next.</summary>
    public ulong[] Tier = [];

    /// <summary>A bitmap of matches.</summary>
    public ulong[] Bits = [];

    /// <summary>A list of matches.</summary>
    public int[] Numbers = [];

    /// <summary>Sort keys.</summary>
    public ulong[] Keys = [];

    /// <summary>Values of a facet.</summary>
    public List<FacetValue> Values { get; } = [];

    /// <summary>Tells where a query matched.</summary>
    public Highlighter Highlighter => highlighter ??= new Highlighter();

    /// <summary>The memory of suggestions.</summary>
    public SuggestSearch Suggestions => suggestions ??= new SuggestSearch();

    public static Scratch Rent()
    {
        for (var i = 0; i < Pool.Length; i++)
        {
            // Looked at first, as an exchange takes the cache line from the other cores even when there is nothing.
            if (Pool[i] is not null && Interlocked.Exchange(ref Pool[i], null) is { } scratch)
                return scratch;
        }
        return new Scratch();
    }

    /// <summary>Gives back what a search needs no more. One that failed must not: it may have left counters that are not zero.</summary>
    public static void Return(Scratch scratch)
    {
        scratch.ReleaseOperands();
        scratch.ReleaseParts();
        for (var i = 0; i < Pool.Length; i++)
        {
            if (Pool[i] is null && Interlocked.CompareExchange(ref Pool[i], scratch, null) is null)
                return;
        }
    }

    /// <summary>What has been looked up in a part.</summary>
    public PartText TextOf(Part part)
    {
        foreach (var text in Texts)
        {
            if (text.Live is { } live && ReferenceEquals(live.Part, part))
                return text;
        }
        throw new InvalidOperationException("Nothing has been looked up in this part.");
    }

    /// <summary>An operand for a filter, not in use since the last <see cref="ReleaseOperands"/>.</summary>
    public Operand Operand(TextField field)
    {
        var kind = (int)field;
        if (used[kind] == operands[kind].Length)
            operands[kind] = [.. operands[kind], Make(field)];
        return operands[kind][used[kind]++];
    }

    public void ReleaseOperands()
    {
        Prepared.Clear();
        Array.Clear(used);
    }

    /// <summary>Lets go of the parts, which compaction may replace while this waits to be used again.</summary>
    private void ReleaseParts()
    {
        foreach (var kind in operands)
        {
            foreach (var operand in kind)
                operand.Release();
        }
        SearchOperand.Release();
        foreach (var text in Texts)
            text.Release();
        TextOfOneWord.Release();
        Scorer.Release();
        foreach (var hits in Hits)
            hits.Release();
    }

    /// <summary>The counters of the how-manieth facet of a query; whoever uses them leaves them all zero.</summary>
    public int[] Counters(int facet, int length)
    {
        if (counters[facet].Length < length)
            counters[facet] = new int[length];
        return counters[facet];
    }

    /// <summary>Counters by a part's own numbers; whoever uses them leaves them all zero.</summary>
    public int[] OwnCounters(int length)
    {
        if (ownCounters.Length < length)
            ownCounters = new int[length];
        return ownCounters;
    }

    /// <summary>The hits of the how-manieth part with hits, to be filled.</summary>
    public OrderedHits HitsOf(int index)
    {
        if (index == Hits.Count)
            Hits.Add(new OrderedHits());
        return Hits[index];
    }

    public static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            Array.Resize(ref buffer, (int)Math.Max(length, Math.Min(buffer.Length * 2L, Array.MaxLength)));
    }

    private static Operand Make(TextField field) => field switch
    {
        TextField.Title => new TitleOperand(),
        TextField.Name => new NameOperand(),
        TextField.Genre => new TermOperand(cast: false),
        TextField.Cast => new TermOperand(cast: true),
        TextField.Actor => new ActorOperand(),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
