using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog;

/// <summary>Where a movie comes from.</summary>
/// <param name="Id">The movie's id.</param>
/// <param name="Records">The records that gave it what it has, the latest first.</param>
public sealed record MovieSources(string Id, IReadOnlyList<RecordShare> Records);

/// <summary>What one record gave a movie that no later one has changed.</summary>
/// <param name="Origin">The drop file, or the moment of a client's write.</param>
/// <param name="Place">The record's place in the file, from 0.</param>
/// <param name="Fields">Names of the fields that it gave, in a document's order.</param>
/// <param name="Cleared">Names of the fields that it cleared, by code point.</param>
public sealed record RecordShare(FileOrigin Origin, int Place, IReadOnlyList<string> Fields, IReadOnlyList<string> Cleared)
{
    /// <summary>The source of what clients write; no drop file has it.</summary>
    public const string Writes = "api";

    /// <summary>Whether a client wrote it.</summary>
    public bool IsWrite => string.Equals(Origin.Source, Writes, StringComparison.Ordinal);
}
