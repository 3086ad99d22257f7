using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>A movie, or what is left of a deleted one, that a batch has looked at.</summary>
internal struct BatchEntry
{
    /// <summary>No document in the batch's arena, no part, or no further entry.</summary>
    public const int None = -1;

    public MovieId Id;

    /// <summary>When its fields were written; of a deleted movie, when it was deleted.</summary>
    public MergeState State;

    /// <summary>Its document in the batch's arena; <see cref="None"/> while the one in its part still holds.</summary>
    public long Address;

    /// <summary>The part that the snapshot has it in, by its place there, and its number in the part.</summary>
    public int Part, Movie;

    /// <summary>The next entry of the same title and year.</summary>
    public int Next;

    public bool IsDeleted;

    /// <summary>Whether the batch has changed its state.</summary>
    public bool IsChanged;
}

/// <summary>A record that a file has given, until the file is whole.</summary>
/// <param name="Id">The identity that the record gives.</param>
/// <param name="Address">Its document, as if it made a new movie.</param>
/// <param name="Place">Its place in the file.</param>
/// <param name="Deleted">Whether it removes its movie.</param>
/// <param name="State">The merge state of a movie that it makes; its exceptions tell what the document can't: which fields
/// the record clears, and whether an empty list was given.</param>
internal readonly record struct StagedRecord(MovieId Id, long Address, int Place, bool Deleted, MergeState State);
