namespace MovieGrains.Catalog.Search;

/// <summary>Selects the movies of the least keys from groups that come in order, each in disorder.</summary>
/// <remarks>
/// Within a group, keys gather in a buffer; when it holds twice what can still be wanted, it is sorted and cut, and from
/// then on a key above the last one kept is dropped at once. So a group of n costs about n comparisons.
/// </remarks>
internal ref struct KeySelection
{
    /// <summary>How many keys gather at least before a sort? Enough that small groups are sorted once.</summary>
    private const int LeastBuffer = 96;

    private readonly SortKeys keys;
    private readonly ulong bound;
    private readonly Span<int> movies;
    private readonly Span<int> scores;
    private ref ulong[] buffer;
    private int skip;
    private int gathered;
    private ulong limit = ulong.MaxValue;

    /// <summary>Begins a selection.</summary>
    /// <param name="keys">Give each movie's key.</param>
    /// <param name="bound">Movies of smaller keys are left out.</param>
    /// <param name="skip">Movies to leave out at the front of those that remain.</param>
    /// <param name="movies">Takes the movies after these, in order.</param>
    /// <param name="scores">Takes their scores, when the order is by relevance; else nothing.</param>
    /// <param name="buffer">Holds keys meanwhile; replaced by a longer one when too short.</param>
    public KeySelection(SortKeys keys, ulong bound, int skip, Span<int> movies, Span<int> scores, ref ulong[] buffer)
    {
        this.keys = keys;
        this.bound = bound;
        this.skip = skip;
        this.movies = movies;
        this.scores = scores;
        this.buffer = ref buffer;
    }

    /// <summary>How many movies have been selected.</summary>
    public int Count { get; private set; }

    public readonly bool IsFull => Count == movies.Length;

    /// <summary>Leaves out a whole group at once when all of it is to be skipped.</summary>
    /// <param name="count">How many movies the group has.</param>
    public bool TrySkip(int count)
    {
        if (bound != 0 || skip < count)
            return false;
        skip -= count;
        return true;
    }

    /// <summary>Adds a movie of the group at hand.</summary>
    public void Add(int movie) => AddKey(keys.Of(movie));

    /// <summary>Adds a movie of the group at hand, when the order is by relevance.</summary>
    public void Add(int movie, int score) => AddKey(keys.Of(movie, score));

    /// <summary>Whether a movie of a score can be selected, or any after it in the order of a part that has the same.</summary>
    public readonly bool CanTake(int movie, int score) => keys.LeastOf(movie, score) <= limit;

    /// <summary>Lets go of what can't be selected any more, so that others are seen not to be selected either.</summary>
    public void Tighten()
    {
        var wanted = skip + movies.Length - Count;
        if (gathered >= wanted && gathered > 0)
            Cut(wanted);
    }

    private void AddKey(ulong key)
    {
        if (key < bound || key > limit)
            return;
        var wanted = skip + movies.Length - Count;
        var room = Math.Max(LeastBuffer, wanted * 2L);
        if (gathered >= room)
            Cut(wanted);
        Scratch.Grow(ref buffer, gathered + 1);
        buffer[gathered++] = key;
    }

    /// <summary>Ends the group at hand: its movies are selected in order.</summary>
    public void EndGroup()
    {
        var sorted = buffer.AsSpan(0, gathered);
        if (gathered > 1)
            sorted.Sort();
        var skipped = Math.Min(skip, gathered);
        skip -= skipped;
        foreach (var key in sorted[skipped..])
        {
            if (IsFull)
                break;
            if (!scores.IsEmpty)
                scores[Count] = SortKeys.ScoreOf(key);
            movies[Count++] = keys.MovieOf(key);
        }
        gathered = 0;
        limit = ulong.MaxValue;
    }

    private void Cut(int wanted)
    {
        buffer.AsSpan(0, gathered).Sort();
        gathered = Math.Min(gathered, wanted);
        limit = buffer[gathered - 1];
    }
}
