using Orleans.Concurrency;

namespace MovieGrains.Grains.Abstractions;

/// <summary>Owns the movies of one year and is their record: merges what is said of them, keeps it, and tells readers. The key is the
/// year, 1..9999.</summary>
/// <remarks>A call returns when what it changed is durable. One that fails may have changed it none the less; feeding the same records
/// again changes nothing, as their stamps are the same.</remarks>
[Alias("movies.year")]
public interface IYearOwner : IGrainWithIntegerKey, IPartialReader
{
    /// <summary>Merges records of drop files.</summary>
    /// <returns>What became of them, file by file.</returns>
    [Alias("feed")]
    Task<FedFile[]> FeedAsync(FileRecords[] files, CancellationToken cancellationToken);

    /// <summary>Merges records of a client's request.</summary>
    [Alias("post")]
    Task<PostedRecords> PostAsync(RecordPost post, CancellationToken cancellationToken);

    /// <summary>Writes one movie.</summary>
    [Alias("write")]
    Task<WrittenMovie> WriteAsync(MovieWriteRequest write, CancellationToken cancellationToken);

    /// <summary>What has changed since a version, or all there is when that is no longer known. Does not wait for writes.</summary>
    [Alias("pull"), AlwaysInterleave]
    Task<PulledItems> PullAsync(PullRequest request, CancellationToken cancellationToken);

    /// <summary>As <see cref="PullAsync"/>, of the movies of a partition alone: of a movie that no longer belongs to it comes that it is
    /// gone.</summary>
    [Alias("pull-share"), AlwaysInterleave]
    Task<PulledItems> PullShareAsync(PartitionKey partition, PullRequest request, CancellationToken cancellationToken);

    /// <summary>How many of the year's movies belong to a partition.</summary>
    [Alias("count-share"), AlwaysInterleave]
    Task<long> CountShareAsync(PartitionKey partition);

    /// <summary>The records that a movie of the year comes from.</summary>
    /// <param name="id">The movie's id.</param>
    /// <returns>Null when there is no such movie.</returns>
    [Alias("sources"), AlwaysInterleave]
    Task<SourcedMovie?> GetSourcesAsync(string id);

    /// <summary>What the year holds.</summary>
    [Alias("status"), AlwaysInterleave]
    Task<YearStatus> GetStatusAsync();
}

/// <summary>What a year holds.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Movies">Movies.</param>
/// <param name="Bytes">Bytes of memory that they take, index and documents together.</param>
/// <param name="Silo">The silo that its owner is on, as Orleans writes an address; null of a release that does not take questions for a silo.
/// The owner may be elsewhere by now.</param>
[GenerateSerializer, Immutable, Alias("movies.year-status")]
public readonly record struct YearStatus(
    [property: Id(0)] YearVersion Version, [property: Id(1)] long Movies, [property: Id(2)] long Bytes, [property: Id(3)] string? Silo = null);

/// <summary>A moment in the record of one year.</summary>
/// <param name="Year">1..9999.</param>
/// <param name="Epoch">Tells one record from another that took its place, as after a backup: versions of two epochs can't be
/// compared. 0 when nothing has been written.</param>
/// <param name="Version">The number of the last commit.</param>
[GenerateSerializer, Immutable, Alias("movies.version")]
public readonly record struct YearVersion([property: Id(0)] int Year, [property: Id(1)] long Epoch, [property: Id(2)] long Version);

/// <summary>Records of one drop file that are of one year.</summary>
/// <param name="LastModified">The file's last-modified time.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Key">The file's key in its source.</param>
/// <param name="Places">The place of each record in the file, from 0.</param>
/// <param name="Records">Each record, one JSON value in UTF-8.</param>
[GenerateSerializer, Immutable, Alias("movies.file-records")]
public sealed record FileRecords(
    [property: Id(0)] DateTimeOffset LastModified, [property: Id(1)] string Source, [property: Id(2)] string Key,
    [property: Id(3)] int[] Places, [property: Id(4)] byte[][] Records);

/// <summary>What became of the records of one drop file and year.</summary>
/// <param name="Added">Records that made a new movie.</param>
/// <param name="Updated">Records that changed one.</param>
/// <param name="Unchanged">Records that changed nothing.</param>
/// <param name="Deleted">Records that removed one.</param>
/// <param name="IdsDropped">Records whose id was dropped.</param>
/// <param name="Rejected">Records that could not be merged.</param>
[GenerateSerializer, Immutable, Alias("movies.fed-file")]
public sealed record FedFile(
    [property: Id(0)] int Added, [property: Id(1)] int Updated, [property: Id(2)] int Unchanged, [property: Id(3)] int Deleted,
    [property: Id(4)] int IdsDropped, [property: Id(5)] RefusedRecord[] Rejected);

/// <summary>A record that was refused.</summary>
/// <param name="Place">Its place in the file or request, from 0.</param>
/// <param name="Path">The JSON path of what is wrong.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("movies.refused-record")]
public sealed record RefusedRecord([property: Id(0)] int Place, [property: Id(1)] string Path, [property: Id(2)] string Reason);

/// <summary>Records of a client's request that are of one year.</summary>
/// <param name="Records">Each record, one JSON value in UTF-8, found valid.</param>
/// <param name="IdempotencyKey">Names the request; null when it has no name.</param>
/// <param name="Fingerprint">A hash of the whole request, by which a key used for something else is noticed.</param>
[GenerateSerializer, Immutable, Alias("movies.record-post")]
public sealed record RecordPost(
    [property: Id(0)] byte[][] Records, [property: Id(1)] string? IdempotencyKey, [property: Id(2)] ulong Fingerprint);

/// <summary>What became of a request's records of one year.</summary>
/// <param name="Refusal">Why nothing was written; null when it was.</param>
/// <param name="Outcomes">Each record, in their order.</param>
/// <param name="Version">The version that has them.</param>
/// <param name="IsReplay">Whether this is the outcome of an earlier request with the same key.</param>
/// <param name="IsKeyMisused">Whether the key had been given to another request; nothing was written then.</param>
[GenerateSerializer, Immutable, Alias("movies.posted-records")]
public sealed record PostedRecords(
    [property: Id(0)] Refusal? Refusal, [property: Id(1)] PostedRecord[] Outcomes, [property: Id(2)] YearVersion Version,
    [property: Id(3)] bool IsReplay, [property: Id(4)] bool IsKeyMisused);

/// <summary>What became of one record of a request.</summary>
/// <param name="Result">A <see cref="Catalog.Writes.RecordResult"/>.</param>
/// <param name="Id">The movie's id; null when it was rejected, or removed what was not there.</param>
/// <param name="Path">The JSON path of what is wrong; null unless it was rejected.</param>
/// <param name="Reason">Why it was rejected; null unless it was.</param>
[GenerateSerializer, Immutable, Alias("movies.posted-record")]
public sealed record PostedRecord(
    [property: Id(0)] byte Result, [property: Id(1)] string? Id, [property: Id(2)] string? Path, [property: Id(3)] string? Reason);

/// <summary>Why an owner wrote nothing.</summary>
/// <param name="Kind">A <see cref="Catalog.Writes.WriteRefusal"/>.</param>
/// <param name="Message">Why, in a sentence for a log.</param>
[GenerateSerializer, Immutable, Alias("movies.refusal")]
public sealed record Refusal([property: Id(0)] int Kind, [property: Id(1)] string Message);

/// <summary>What is to be done to one movie.</summary>
public enum MovieWriteVerb : byte
{
    /// <summary>Replace all fields.</summary>
    Put,

    /// <summary>Change by a merge-patch.</summary>
    Patch,

    /// <summary>Remove.</summary>
    Delete,
}

/// <summary>A write to one movie.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Id">The movie's id, or the part of it that title and year give.</param>
/// <param name="Json">The document or patch; empty to remove.</param>
/// <param name="Hashes">XXH64 of the documents of which it must be one; null when any will do.</param>
[GenerateSerializer, Immutable, Alias("movies.movie-write")]
public sealed record MovieWriteRequest(
    [property: Id(0)] MovieWriteVerb Verb, [property: Id(1)] string Id, [property: Id(2)] byte[] Json, [property: Id(3)] ulong[]? Hashes);

/// <summary>What became of a write to one movie.</summary>
/// <param name="Refusal">Why nothing was written; null when it was, or when <paramref name="Result"/> says why not.</param>
/// <param name="Result">A <see cref="Catalog.Writes.MovieWriteResult"/>.</param>
/// <param name="Id">The movie's id after the write.</param>
/// <param name="Document">Its document after the write.</param>
/// <param name="Path">The JSON path of what is wrong; null unless something is.</param>
/// <param name="Reason">What is wrong; null unless something is.</param>
/// <param name="Version">The version that has it.</param>
[GenerateSerializer, Immutable, Alias("movies.written-movie")]
public sealed record WrittenMovie(
    [property: Id(0)] Refusal? Refusal, [property: Id(1)] int Result, [property: Id(2)] string? Id, [property: Id(3)] byte[]? Document,
    [property: Id(4)] string? Path, [property: Id(5)] string? Reason, [property: Id(6)] YearVersion Version);

/// <summary>Asks an owner for what has changed.</summary>
/// <param name="Epoch">The epoch of the version that the asker has.</param>
/// <param name="After">That version's number; 0 for nothing.</param>
/// <param name="Run">To go on with an image: <see cref="PulledItems.NextRun"/> of the answer before. Else 0.</param>
[GenerateSerializer, Immutable, Alias("movies.pull")]
public sealed record PullRequest([property: Id(0)] long Epoch, [property: Id(1)] long After, [property: Id(2)] int Run);

/// <summary>What has changed, in runs of items (<see cref="Catalog.Durability.ItemRun"/>), each readable by itself, some 1 MB at most
/// unless one run alone is larger.</summary>
/// <param name="Version">What the asker has when it has applied them. Of an image in several answers, the first one's counts: what was
/// committed meanwhile is pulled after it, and does no harm if it was in the image already.</param>
/// <param name="IsImage">Whether they are all there is, to take the place of what the asker has; else commits.</param>
/// <param name="Runs">The runs, in their order.</param>
/// <param name="NextRun">Where an image goes on; 0 when this is the end of it.</param>
/// <param name="HasMore">Whether more commits follow at once.</param>
[GenerateSerializer, Immutable, Alias("movies.pulled")]
public sealed record PulledItems(
    [property: Id(0)] YearVersion Version, [property: Id(1)] bool IsImage, [property: Id(2)] byte[][] Runs, [property: Id(3)] int NextRun,
    [property: Id(4)] bool HasMore);
