namespace MovieGrains.Grains.Abstractions;

/// <summary>Answers queries from the snapshot that its silo holds. The key is a slot: the slots are spread over the gateways, so that
/// another slot is another silo's.</summary>
[Alias("movies.reader")]
public interface IReader : IGrainWithIntegerKey
{
    /// <summary>Answers a query with its JSON envelope.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="atLeast">What the answer must have seen: the versions of the asker's own writes.</param>
    /// <param name="cancellationToken">Ends the wait for these.</param>
    [Alias("search")]
    Task<ReaderAnswer> SearchAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken);

    /// <summary>Answers with the values of a dimension.</summary>
    [Alias("values")]
    Task<ReaderAnswer> ListValuesAsync(ValuesRequest query, YearVersion[] atLeast, CancellationToken cancellationToken);

    /// <summary>Answers with titles and names that somebody who has typed a beginning may mean.</summary>
    [Alias("suggest")]
    Task<ReaderAnswer> SuggestAsync(SuggestRequest query, YearVersion[] atLeast, CancellationToken cancellationToken);

    /// <summary>Answers with one movie's document; empty when there is none.</summary>
    [Alias("movie")]
    Task<ReaderAnswer> GetMovieAsync(string id, YearVersion[] atLeast, CancellationToken cancellationToken);

    /// <summary>What the silo holds.</summary>
    [Alias("status")]
    Task<ReaderStatus> GetStatusAsync();

    /// <summary>Up to which version of each year the silo holds what there is.</summary>
    [Alias("versions")]
    Task<YearVersion[]> GetVersionsAsync();

    /// <summary>What has changed since some versions, as far as owners remember it.</summary>
    /// <param name="after">The versions; of a year that is not among them, all is new.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("changes")]
    Task<ChangesAnswer> GetChangesAsync(SeenVersion[] after, CancellationToken cancellationToken);
}

/// <summary>A version that somebody has seen, with less of its epoch: enough to tell that it is another, short enough to be part of a
/// text that goes with every page of changes.</summary>
/// <param name="Year">1..9999.</param>
/// <param name="EpochTag">The lowest 16 bits of the epoch.</param>
/// <param name="Version">The version.</param>
[GenerateSerializer, Immutable, Alias("movies.seen-version")]
public readonly record struct SeenVersion([property: Id(0)] int Year, [property: Id(1)] ushort EpochTag, [property: Id(2)] long Version)
{
    /// <summary>Shortens a version.</summary>
    public static SeenVersion Of(YearVersion version) => new(version.Year, (ushort)version.Epoch, version.Version);
}

/// <summary>What has changed.</summary>
/// <param name="Result">Whether the reader could tell.</param>
/// <param name="IsExpired">Whether the owners no longer remember what came after the versions.</param>
/// <param name="Changes">The changes, those of each year in their order.</param>
/// <param name="Versions">Up to where they go; to be asked with for what comes after.</param>
[GenerateSerializer, Immutable, Alias("movies.changes")]
public sealed record ChangesAnswer(
    [property: Id(0)] ReaderResult Result, [property: Id(1)] bool IsExpired, [property: Id(2)] MovieChange[] Changes,
    [property: Id(3)] SeenVersion[] Versions);

/// <summary>What happened to one movie.</summary>
/// <param name="Kind">A <see cref="Catalog.Changes.ChangeKind"/>.</param>
/// <param name="Id">The movie's id.</param>
/// <param name="Version">The version of its year that has it so, or a later one.</param>
/// <param name="Source">Where it came from; empty when that is not known.</param>
[GenerateSerializer, Immutable, Alias("movies.change")]
public readonly record struct MovieChange(
    [property: Id(0)] byte Kind, [property: Id(1)] string Id, [property: Id(2)] long Version, [property: Id(3)] string Source);

/// <summary>Whether a reader could answer.</summary>
public enum ReaderResult : byte
{
    /// <summary>It did.</summary>
    Answered,

    /// <summary>Its silo has not read the catalogue yet.</summary>
    NotReady,

    /// <summary>Its silo has not seen the asker's own writes in time.</summary>
    Behind,

    /// <summary>Somebody whom its silo has to ask for what it does not hold has not answered in time.</summary>
    Unreachable,

    /// <summary>Its silo leaves years out, and does not know how to ask others for that. Only silos of a release before say so: while they are
    /// being replaced, another reader is asked.</summary>
    Incapable,
}

/// <summary>A reader's answer.</summary>
/// <param name="Result">Whether it could answer.</param>
/// <param name="Body">Finished JSON.</param>
/// <param name="Total">How many match.</param>
/// <param name="HasMore">Whether more follow.</param>
/// <param name="Next">The cursor that goes on; null when nothing follows.</param>
/// <param name="Generation">The generation of the silo's snapshot.</param>
/// <param name="EngineTicks">The engine's time, in ticks of 100 ns.</param>
[GenerateSerializer, Immutable, Alias("movies.answer")]
public sealed record ReaderAnswer(
    [property: Id(0)] ReaderResult Result, [property: Id(1)] byte[] Body, [property: Id(2)] long Total, [property: Id(3)] bool HasMore,
    [property: Id(4)] string? Next, [property: Id(5)] long Generation, [property: Id(6)] long EngineTicks);

/// <summary>What a silo holds.</summary>
/// <param name="IsReady">Whether it has read once all that it is to hold.</param>
/// <param name="Generation">The generation of its snapshot.</param>
/// <param name="Movies">Movies, those of years that it leaves out among them.</param>
/// <param name="Parts">Parts of its index.</param>
/// <param name="Bytes">Bytes of memory of these.</param>
/// <param name="Behind">For how long it has known of changes that it has not read, in ticks of 100 ns.</param>
/// <param name="IsPartial">Whether it leaves years out, so that its readers have to ask others, and take longer.</param>
[GenerateSerializer, Immutable, Alias("movies.reader-status")]
public sealed record ReaderStatus(
    [property: Id(0)] bool IsReady, [property: Id(1)] long Generation, [property: Id(2)] long Movies, [property: Id(3)] int Parts,
    [property: Id(4)] long Bytes, [property: Id(5)] long Behind, [property: Id(6)] bool IsPartial = false);
