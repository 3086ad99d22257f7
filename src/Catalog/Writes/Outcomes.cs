using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Writes;

/// <summary>What became of one record.</summary>
public enum RecordResult : byte
{
    /// <summary>It made a new movie.</summary>
    Added,

    /// <summary>It changed a movie.</summary>
    Updated,

    /// <summary>It changed nothing that readers can see.</summary>
    Unchanged,

    /// <summary>It removed a movie.</summary>
    Deleted,

    /// <summary>It was refused.</summary>
    Rejected,
}

/// <summary>What became of one record of a write.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Id">The movie's id; null when it was rejected, or removed what was not there.</param>
/// <param name="Fault">Why it was rejected; else null.</param>
public sealed record RecordOutcome(RecordResult Result, string? Id, RecordFault? Fault);

/// <summary>What became of the records of a write.</summary>
/// <param name="Records">Each record, in their order.</param>
/// <param name="Generation">The generation that has them.</param>
/// <param name="IsReplay">Whether this is the outcome of an earlier request with the same key.</param>
/// <param name="IsKeyMisused">Whether the key had been given to another request; then nothing was written, and there are no records.</param>
/// <param name="At">With which reads see it, where not all do; see <see cref="ICatalog.Seeing"/>. Else null.</param>
public sealed record RecordsOutcome(
    IReadOnlyList<RecordOutcome> Records, long Generation, bool IsReplay = false, bool IsKeyMisused = false, string? At = null);

/// <summary>What became of a write to one movie.</summary>
public enum MovieWriteResult
{
    /// <summary>The movie was changed.</summary>
    Updated,

    /// <summary>The movie was as the write wanted it.</summary>
    Unchanged,

    /// <summary>The movie was removed.</summary>
    Deleted,

    /// <summary>There is no such movie, or the id is that of several.</summary>
    NoSuchMovie,

    /// <summary>The movie is not what the condition wants.</summary>
    ConditionFailed,

    /// <summary>The write would make another movie of it: title and year can't be changed in place, nor one href for another.</summary>
    IdentityConflict,

    /// <summary>What was sent is no valid document or patch.</summary>
    Rejected,
}

/// <summary>What became of a write to one movie.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Id">The movie's id after the write; a movie that gains its href has a longer one than before. Null when there is none.</param>
/// <param name="Document">The movie's document after the write; null when there is none.</param>
/// <param name="Fault">What is wrong, with a rejection or a conflict; else null.</param>
/// <param name="Generation">The generation that has it.</param>
/// <param name="At">With which reads see it, where not all do; see <see cref="ICatalog.Seeing"/>. Else null.</param>
public sealed record MovieWriteOutcome(
    MovieWriteResult Result, string? Id, byte[]? Document, RecordFault? Fault, long Generation, string? At = null);
