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
    [Alias("notify")]
    Task<SourceNotification> NotifyAsync(string bucket, string key);

    /// <summary>What it has done.</summary>
    [Alias("status")]
    Task<SourceStatus> GetStatusAsync();

    /// <summary>A page of the ledger, as its JSON envelope.</summary>
    /// <param name="state">The state that files must be in; null for all.</param>
    /// <param name="page">From 1.</param>
    /// <param name="pageSize">Files per page.</param>
    [Alias("files")]
    Task<SourcePage> ListFilesAsync(string? state, long page, int pageSize);

    /// <summary>All that is known of one file, as JSON; null when it is not known.</summary>
    /// <param name="id">The file's id.</param>
    [Alias("file")]
    Task<byte[]?> GetFileAsync(string id);
}

/// <summary>Whether word of an object was taken.</summary>
/// <param name="Result">0 queued, 1 none of the source's, 2 too much waits already.</param>
/// <param name="FileId">The id that the ledger will have it under; null unless queued.</param>
[GenerateSerializer, Immutable, Alias("movies.source-notification")]
public readonly record struct SourceNotification([property: Id(0)] int Result, [property: Id(1)] string? FileId);

/// <summary>A page of a ledger.</summary>
/// <param name="Body">The JSON envelope.</param>
/// <param name="Total">Files in all pages.</param>
/// <param name="HasMore">Whether more follow.</param>
[GenerateSerializer, Immutable, Alias("movies.source-page")]
public sealed record SourcePage([property: Id(0)] byte[] Body, [property: Id(1)] long Total, [property: Id(2)] bool HasMore);

/// <summary>What a source's grain has done.</summary>
/// <param name="IsLoaded">Whether all that was there at first has been read.</param>
/// <param name="Records">Records read since the grain was activated.</param>
/// <param name="Failure">Why the last poll failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("movies.source-status")]
public sealed record SourceStatus([property: Id(0)] bool IsLoaded, [property: Id(1)] long Records, [property: Id(2)] string? Failure);
