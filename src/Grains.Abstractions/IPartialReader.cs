using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using Orleans.Concurrency;

namespace MovieGrains.Grains.Abstractions;

/// <summary>Answers for a part of the catalogue: the owner of a year, or a partition that is derived from the years.</summary>
[Alias("movies.partial-reader")]
public interface IPartialReader : IGrain
{
    /// <summary>Answers a question, alone or as one of several. Does not wait for writes.</summary>
    [Alias("ask"), AlwaysInterleave]
    Task<PartialReply> AskAsync(PartialQuestion question, CancellationToken cancellationToken);
}

/// <summary>A partition that is derived from the years. The key is a <see cref="PartitionKey"/> as text.</summary>
/// <remarks>It keeps nothing that the years do not have: it begins empty wherever it is activated, pulls what is its own, and says that it
/// is not ready until then. Whoever asks goes to the years meanwhile.</remarks>
[Alias("movies.partition")]
public interface IPartition : IGrainWithStringKey, IPartialReader;

/// <summary>What is to be answered.</summary>
public enum PartialKind : byte
{
    /// <summary><see cref="PartialQuestion.Search"/>, as one of several: a <see cref="PartialAnswer"/>.</summary>
    Gather,

    /// <summary><see cref="PartialQuestion.Values"/>, as one of several: a <see cref="PartialAnswer"/>.</summary>
    Values,

    /// <summary>What the merged answer shows: <see cref="PartialDetails"/>.</summary>
    Detail,

    /// <summary><see cref="PartialQuestion.Search"/> alone: the finished envelope.</summary>
    Answer,

    /// <summary>One movie's document; empty when there is none.</summary>
    Movie,

    /// <summary>The words of <see cref="PartialQuestion.Search"/>, as one of several: <see cref="PartialWords"/>. As all that follows, silos of
    /// before full text can't be asked for it.</summary>
    Words,

    /// <summary>What may have been meant, as one of several: <see cref="PartialNearest"/>.</summary>
    Nearest,

    /// <summary><see cref="PartialQuestion.Suggest"/>, as one of several: <see cref="PartialSuggestions"/>.</summary>
    Suggestions,
}

/// <summary>A question to a part of the catalogue.</summary>
[GenerateSerializer, Immutable, Alias("movies.partial-question")]
public sealed record PartialQuestion
{
    /// <summary>What is to be answered.</summary>
    [Id(0)]
    public PartialKind Kind { get; init; }

    /// <summary>The query.</summary>
    [Id(1)]
    public SearchRequest? Search { get; init; }

    /// <summary>The question for values.</summary>
    [Id(2)]
    public ValuesRequest? Values { get; init; }

    /// <summary>How many hits at most.</summary>
    [Id(3)]
    public long Hits { get; init; }

    /// <summary>Whether hits come with their documents.</summary>
    [Id(4)]
    public bool WithDocuments { get; init; }

    /// <summary>The generation that was asked before and is asked again; 0 for the newest.</summary>
    [Id(5)]
    public long Generation { get; init; }

    /// <summary>Whose generation that was: <see cref="PartialReply.Instance"/>.</summary>
    [Id(10)]
    public long Instance { get; init; }

    /// <summary>The movies whose documents are shown.</summary>
    [Id(6)]
    public byte[][] Ids { get; init; } = [];

    /// <summary>The values whose spellings are shown, for each facet of the query.</summary>
    [Id(7)]
    public byte[][][] Terms { get; init; } = [];

    /// <summary>The movie's id.</summary>
    [Id(8)]
    public string? MovieId { get; init; }

    /// <summary>What the answer must have seen.</summary>
    [Id(9)]
    public YearVersion[] AtLeast { get; init; } = [];

    /// <summary>What the query's search rests on, once that has been agreed on.</summary>
    [Id(11)]
    public SearchBasis? Basis { get; init; }

    /// <summary>Of the words: the first forgiveness that is of interest.</summary>
    [Id(12)]
    public int LeastForgiveness { get; init; }

    /// <summary>Of the words: the last one.</summary>
    [Id(13)]
    public int MostForgiveness { get; init; }

    /// <summary>What is asked on the way to what may have been meant.</summary>
    [Id(14)]
    public NearestRequest? Nearest { get; init; }

    /// <summary>What was typed; null when some names are asked about (<see cref="Names"/>).</summary>
    [Id(15)]
    public SuggestRequest? Suggest { get; init; }

    /// <summary>No more names come in a turn of suggestions.</summary>
    [Id(16)]
    public int MostNames { get; init; }

    /// <summary>The folded names that are asked about.</summary>
    [Id(17)]
    public byte[][] Names { get; init; } = [];

    /// <summary>By which rules the query's search is to be read and ranked: <see cref="Catalog.Queries.SearchRules.Fingerprint"/>. 0 without a
    /// search, and from a release that does not tell.</summary>
    [Id(18)]
    public long Rules { get; init; }

    /// <summary>A question about a query, with the rules that whoever asks ranks its text by.</summary>
    public static PartialQuestion About(PartialKind kind, Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new() { Kind = kind, Search = SearchRequest.Of(query), Rules = query.Search?.RulesFingerprint ?? 0 };
    }
}

/// <summary>A question to the owner of a year, as one of several that go in one call.</summary>
/// <param name="Year">The year.</param>
/// <param name="Question">The question.</param>
[GenerateSerializer, Immutable, Alias("movies.year-question")]
public readonly record struct YearQuestion([property: Id(0)] int Year, [property: Id(1)] PartialQuestion Question);

/// <summary>A <see cref="TextBasis"/> on its way.</summary>
/// <param name="Forgiveness">How far words may differ.</param>
/// <param name="Movies">Movies of all partitions.</param>
/// <param name="Counts">How many of them have each word.</param>
[GenerateSerializer, Immutable, Alias("movies.search-basis")]
public sealed record SearchBasis([property: Id(0)] int Forgiveness, [property: Id(1)] long Movies, [property: Id(2)] long[] Counts)
{
    /// <summary>Packs one.</summary>
    public static SearchBasis? Of(TextBasis? basis) => basis is null ? null : new(basis.Forgiveness, basis.Movies, basis.Counts);

    /// <summary>Unpacks it.</summary>
    public TextBasis ToBasis() => new(Forgiveness, Movies, Counts);
}

/// <summary>A <see cref="NearestQuestion"/> on its way.</summary>
/// <param name="Kind">A <see cref="NearestKind"/>.</param>
/// <param name="Texts">What is asked about.</param>
[GenerateSerializer, Immutable, Alias("movies.nearest")]
public sealed record NearestRequest([property: Id(0)] byte Kind, [property: Id(1)] string[] Texts)
{
    /// <summary>Packs one.</summary>
    public static NearestRequest Of(NearestQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return new((byte)question.Kind, question.Texts);
    }

    /// <summary>Unpacks it.</summary>
    public NearestQuestion ToQuestion() => new((NearestKind)Kind, Texts);
}

/// <summary>Whether a question was answered.</summary>
public enum PartialResult : byte
{
    /// <summary>It was.</summary>
    Answered,

    /// <summary>The partition has not read the years yet.</summary>
    NotReady,

    /// <summary>It has not seen in time what the asker demands, or is too far behind.</summary>
    Behind,

    /// <summary>The generation is no longer kept; all that was asked of it is to be asked anew.</summary>
    Gone,

    /// <summary>The partition is too large for one: its shares are to be asked, all of them.</summary>
    Split,

    /// <summary>Its silo has other rules of full-text search than the question goes by; only who has said by which is told so.</summary>
    OtherRules,
}

/// <summary>The answer.</summary>
/// <param name="Result">Whether it was answered.</param>
/// <param name="Body">Bytes, as the question's kind says.</param>
/// <param name="Generation">The generation that was asked.</param>
/// <param name="Split">Of a partition that was split: into 2 to this shares.</param>
/// <param name="Total">How many match; of a finished answer or a movie.</param>
/// <param name="HasMore">Whether more follow; of a finished answer.</param>
/// <param name="Next">The cursor that goes on; of a finished answer.</param>
/// <param name="Instance">Whose generation it is: another's of the same number has other movies.</param>
[GenerateSerializer, Immutable, Alias("movies.partial-reply")]
public sealed record PartialReply(
    [property: Id(0)] PartialResult Result, [property: Id(1)] byte[] Body, [property: Id(2)] long Generation, [property: Id(3)] int Split,
    [property: Id(4)] long Total, [property: Id(5)] bool HasMore, [property: Id(6)] string? Next,
    [property: Id(7)] long Instance = 0)
{
    /// <summary>One without an answer.</summary>
    public static PartialReply Without(PartialResult result, int split = 0) => new(result, [], 0, split, 0, false, null);
}

/// <summary>Names a partition that is derived from the years, or one share of it.</summary>
/// <param name="Genre">The folded genre; null when it is about cast names.</param>
/// <param name="Bucket">The bucket of cast names.</param>
/// <param name="Split">There are 2 to this shares.</param>
/// <param name="Share">Which this is.</param>
[GenerateSerializer, Immutable, Alias("movies.partition-key")]
public sealed record PartitionKey(
    [property: Id(0)] string? Genre, [property: Id(1)] int Bucket, [property: Id(2)] int Split, [property: Id(3)] int Share)
{
    private const string GenreKind = "genre", ActorKind = "actor";

    /// <summary>One share of it.</summary>
    public PartitionKey ShareOf(int split, int share) => this with { Split = split, Share = share };

    /// <summary>Which movies belong to it.</summary>
    public PartitionFilter ToFilter() => (Genre is null
        ? PartitionFilter.OfActors(Bucket)
        : PartitionFilter.OfGenre(System.Text.Encoding.UTF8.GetBytes(Genre))).ShareOf(Split, Share);

    /// <summary>As text: <c>genre/drama</c>, <c>actor/17</c>; of a share <c>genre.2.3/drama</c>, split in four and the last of them.</summary>
    public override string ToString()
    {
        var share = Split == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $".{Split}.{Share}");
        return Genre is null
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ActorKind}{share}/{Bucket}")
            : $"{GenreKind}{share}/{Genre}";
    }

    /// <summary>Reads what <see cref="ToString"/> gave.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PartitionKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? [] : text[..slash].Split('.');
        var value = text[(slash + 1)..];
        var (split, share) = kind.Length == 3 ? (Number(kind[1]), Number(kind[2])) : (0, 0);
        return kind switch
        {
            [GenreKind] or [GenreKind, _, _] => new PartitionKey(value, 0, split, share),
            [ActorKind] or [ActorKind, _, _] => new PartitionKey(null, Number(value), split, share),
            _ => throw new FormatException("That is no partition."),
        };
    }

    private static int Number(string text) =>
        int.Parse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
}
