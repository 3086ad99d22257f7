using System.Text;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Partitions;

/// <summary>A movie that matches, as a partition tells of it: the keys by which hits of several partitions are put in order.</summary>
/// <param name="Year">Its year.</param>
/// <param name="Title">Its folded title, UTF-8; empty when the order does not compare titles.</param>
/// <param name="Id">Its id, ASCII.</param>
/// <param name="Document">Its document, with the fields wanted; empty unless asked for.</param>
public readonly record struct PartialHit(int Year, byte[] Title, byte[] Id, byte[] Document)
{
    /// <summary>The place after it.</summary>
    public Cursor ToCursor() => new(Year, Title, Encoding.ASCII.GetString(Id));

    /// <summary>Compares two hits by the keys of an order, then by id.</summary>
    public static int Compare(Sort sort, in PartialHit left, in PartialHit right)
    {
        ArgumentNullException.ThrowIfNull(sort);
        foreach (var key in sort.Keys)
        {
            var order = key.Field == SortField.Year
                ? left.Year.CompareTo(right.Year)
                : left.Title.AsSpan().SequenceCompareTo(right.Title);
            if (order != 0)
                return key.Descending ? -order : order;
        }
        return left.Id.AsSpan().SequenceCompareTo(right.Id);
    }
}
