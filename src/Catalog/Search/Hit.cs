using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Search;

/// <summary>A movie that matches, by the place of its part in the snapshot and its number there.</summary>
internal readonly record struct Hit(int Part, int Movie);

/// <summary>Orders hits of different parts.</summary>
internal static class HitOrder
{
    /// <summary>Compares two movies by the keys of an order, then by id.</summary>
    public static int Compare(Sort sort, Part left, int leftMovie, Part right, int rightMovie)
    {
        foreach (var key in sort.Keys)
        {
            var order = key.Field == SortField.Year
                ? left.Years[leftMovie].CompareTo(right.Years[rightMovie])
                : left.Titles[leftMovie].SequenceCompareTo(right.Titles[rightMovie]);
            if (order != 0)
                return key.Descending ? -order : order;
        }
        return left.IdOf(leftMovie).SequenceCompareTo(right.IdOf(rightMovie));
    }
}
