using Orleans.Concurrency;

namespace MovieGrains.Grains.Abstractions;

/// <summary>Keeps the catalogue up to date with one source of drop files: polls it, and keeps its ledger. The key is the source's name
/// with <c>source:</c> before it.</summary>
[Alias("movies.source")]
public interface ISource : IGrainWithStringKey
{
    /// <summary>Begins, or goes on, to poll. Every silo that is configured with the source calls it when it starts.</summary>
    [Alias("start")]
    Task StartAsync();

    /// <summary>Takes word of an object of the source.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key.</param>
    [Alias("notify"), AlwaysInterleave]
    Task<SourceNotification> NotifyAsync(string bucket, string key);

    /// <summary>What it has done.</summary>
    [Alias("status"), AlwaysInterleave]
    Task<SourceStatus> GetStatusAsync();

    /// <summary>Some files of the ledger, the last seen first, then by id.</summary>
    /// <param name="state">One of <see cref="SourceFiles.States"/>, that files must be in; null for all.</param>
    /// <param name="first">How many files to leave out; more than there are leave none.</param>
    /// <param name="count">How many at most.</param>
    [Alias("list"), AlwaysInterleave]
    Task<SourceFiles> ListFilesAsync(string? state, long first, int count);

    /// <summary>All that is known of one file, as JSON; null when it is not known.</summary>
    /// <param name="id">The file's id.</param>
    [Alias("file"), AlwaysInterleave]
    Task<byte[]?> GetFileAsync(string id);
}

/// <summary>Whether word of an object was taken.</summary>
/// <param name="Result">0 queued, 1 none of the source's, 2 too much waits already.</param>
/// <param name="FileId">The id that the ledger will have it under; null unless queued.</param>
[GenerateSerializer, Immutable, Alias("movies.source-notification")]
public readonly record struct SourceNotification([property: Id(0)] int Result, [property: Id(1)] string? FileId);

/// <summary>Files of a ledger.</summary>
/// <param name="Total">Files of the whole list.</param>
/// <param name="Files">Those wanted.</param>
[GenerateSerializer, Immutable, Alias("movies.source-files")]
public sealed record SourceFiles([property: Id(0)] long Total, [property: Id(1)] ListedFile[] Files)
{
    /// <summary>The states that a file can be in, as they are spelt.</summary>
    public static IReadOnlyList<string> States { get; } = ["pending", "ingested", "quarantined", "failed_will_retry", "gone"];
}

/// <summary>A file of a ledger.</summary>
/// <param name="LastSeen">When something was last learnt of it, in ticks of UTC.</param>
/// <param name="Id">Its id, of as many digits as any other's.</param>
/// <param name="Json">Its row.</param>
[GenerateSerializer, Immutable, Alias("movies.listed-file")]
public readonly record struct ListedFile([property: Id(0)] long LastSeen, [property: Id(1)] string Id, [property: Id(2)] byte[] Json)
{
    /// <summary>How lists are ordered.</summary>
    public static Comparer<ListedFile> Order { get; } = Comparer<ListedFile>.Create(static (a, b) =>
        b.LastSeen.CompareTo(a.LastSeen) is var order and not 0 ? order : string.CompareOrdinal(a.Id, b.Id));
}

/// <summary>What a source's grain has done.</summary>
/// <param name="IsLoaded">Whether all that was there at first has been read.</param>
/// <param name="Records">Records read since the grain was activated.</param>
/// <param name="Failure">Why the last poll failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("movies.source-status")]
public sealed record SourceStatus([property: Id(0)] bool IsLoaded, [property: Id(1)] long Records, [property: Id(2)] string? Failure);
