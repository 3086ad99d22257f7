using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Durability;

/// <summary>A movie as an item has it.</summary>
internal readonly ref struct MovieItem
{
    /// <summary>What has happened to it.</summary>
    public ItemChange Change { get; init; }

    /// <summary>Who wrote it last; null when that is not said.</summary>
    public FileOrigin? Writer { get; init; }

    /// <summary>The id that it had before; empty when it had this one, or none.</summary>
    public ReadOnlySpan<byte> Replaced { get; init; }

    /// <summary>What merging goes on from.</summary>
    public MergeState State { get; init; }

    /// <summary>Its document.</summary>
    public ReadOnlySpan<byte> Document { get; init; }

    /// <summary>Its id.</summary>
    public MovieId Id => IdOf(DocumentFormat.IdOf(Document));

    /// <summary>Whether it had another id before, and which.</summary>
    public bool HadAnother(out MovieId before)
    {
        before = Replaced.IsEmpty ? default : IdOf(Replaced);
        return !Replaced.IsEmpty && before != Id;
    }

    private static MovieId IdOf(ReadOnlySpan<byte> text) =>
        MovieId.TryParse(text, out var id) ? id : throw new InvalidDataException("What was stored has a movie without an id of ours.");
}
