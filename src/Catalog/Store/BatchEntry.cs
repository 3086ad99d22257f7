using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>A movie, or what is left of a deleted one, that a commit has looked at.</summary>
internal struct BatchEntry
{
    /// <summary>No document in the commit's arena, no part, or no further entry.</summary>
    public const int None = -1;

    public MovieId Id;

    /// <summary>When its fields were written; of a deleted movie, when it was deleted.</summary>
    public MergeState State;

    /// <summary>Its document in the commit's arena; <see cref="None"/> while the one in its part still holds.</summary>
    public long Address;

    /// <summary>The part that the snapshot has it in, by its place there, and its number in the part.</summary>
    public int Part, Movie;

    /// <summary>The next entry of the same title and year.</summary>
    public int Next;

    public bool IsDeleted;

    /// <summary>Whether the commit has changed its state.</summary>
    public bool IsChanged;

    /// <summary>The file whose record has changed it last, of this commit.</summary>
    public FileOrigin? Writer;

    /// <summary>Whether its document goes into the commit's part.</summary>
    public readonly bool IsWritten => !IsDeleted && Address != None;

    /// <summary>Whether the movie is deleted, or replaced, in the part that has it.</summary>
    public readonly bool IsReplaced => Part != None && (IsWritten || IsDeleted);
}
