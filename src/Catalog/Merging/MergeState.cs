using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Merging;

/// <summary>When each field of a movie was written.</summary>
/// <param name="Base">The stamp of every field that the document has and <paramref name="Exceptions"/> does not name.</param>
/// <param name="Exceptions">Where it is otherwise; null for most movies, which one record wrote as a whole.</param>
internal readonly record struct MergeState(Stamp Base, FieldStamps? Exceptions);

/// <summary>The stamps that differ from a movie's base stamp; not changed once a movie has it.</summary>
internal sealed class FieldStamps
{
    private readonly Dictionary<string, Stamp> stamps;

    public FieldStamps(Stamp floor, Dictionary<string, Stamp> stamps) => (Floor, this.stamps) = (floor, stamps);

    /// <summary>When the movie was last deleted: nothing written before counts.</summary>
    public Stamp Floor { get; }

    /// <summary>Stamps by the field's name: of fields that others wrote, of fields that were cleared, and
    /// <see cref="Stamp.Never"/> of an empty list that no record has given.</summary>
    public IReadOnlyDictionary<string, Stamp> Stamps => stamps;

    /// <summary>The exceptions, or null when there are none.</summary>
    public static FieldStamps? OrNull(Stamp floor, Dictionary<string, Stamp>? stamps) =>
        stamps is not { Count: > 0 } && floor == Stamp.Never ? null : new FieldStamps(floor, stamps ?? []);
}
