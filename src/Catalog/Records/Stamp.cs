namespace MovieGrains.Catalog.Records;

/// <summary>When and where a record was written: what decides, field by field, which of two values is the later.</summary>
/// <remarks>Ordered by the file's last-modified time, then source, then key (both ordinal), then the place in the file.
/// The default value is older than every record.</remarks>
/// <param name="File">The file; null in the default value alone.</param>
/// <param name="Place">The record's place in the file, from 0.</param>
public readonly record struct Stamp(FileOrigin? File, int Place) : IComparable<Stamp>
{
    /// <summary>Older than every record.</summary>
    public static Stamp Never => default;

    /// <inheritdoc/>
    public int CompareTo(Stamp other)
    {
        if (ReferenceEquals(File, other.File))
            return Place.CompareTo(other.Place);
        if (File is null || other.File is null)
            return File is null ? -1 : 1;
        var order = File.LastModified.UtcTicks.CompareTo(other.File.LastModified.UtcTicks);
        if (order == 0)
            order = string.CompareOrdinal(File.Source, other.File.Source);
        if (order == 0)
            order = string.CompareOrdinal(File.Key, other.File.Key);
        return order == 0 ? Place.CompareTo(other.Place) : order;
    }

    /// <summary>Whether the left is later.</summary>
    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is earlier.</summary>
    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is later or the same.</summary>
    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;

    /// <summary>Whether the left is earlier or the same.</summary>
    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;
}
