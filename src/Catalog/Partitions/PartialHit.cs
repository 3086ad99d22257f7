using System.Text;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Partitions;

/// <summary>A movie that matches, as a partition tells of it: the keys by which hits of several partitions are put in order.</summary>
/// <param name="Year">Its year.</param>
/// <param name="Title">Its folded title, UTF-8; empty when the order does not compare titles.</param>
/// <param name="Id">Its id, ASCII.</param>
/// <param name="Document">Its document, with the fields wanted; empty unless asked for.</param>
/// <param name="Score">How well it fits, when the order is by that; else 0.</param>
public readonly record struct PartialHit(int Year, byte[] Title, byte[] Id, byte[] Document, int Score = 0)
{
    /// <summary>The place after it.</summary>
    public Cursor ToCursor() => new(Year, Title, Encoding.ASCII.GetString(Id), Score);

    /// <summary>Compares two hits by the keys of an order, then by id.</summary>
    public static int Compare(Sort sort, in PartialHit left, in PartialHit right)
    {
        ArgumentNullException.ThrowIfNull(sort);
        foreach (var key in sort.Keys)
        {
            var order = key.Field switch
            {
                SortField.Year => left.Year.CompareTo(right.Year),
                SortField.Title => left.Title.AsSpan().SequenceCompareTo(right.Title),
                // Of those that fit alike, the newest first.
                _ => left.Score != right.Score ? left.Score.CompareTo(right.Score) : left.Year.CompareTo(right.Year),
            };
            if (order != 0)
                return key.Descending ? -order : order;
        }
        return left.Id.AsSpan().SequenceCompareTo(right.Id);
    }
}
