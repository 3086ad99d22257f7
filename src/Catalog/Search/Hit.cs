using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Search;

/// <summary>A movie that matches, by the place of its part in the snapshot and its number there; and its score, when the order is by
/// relevance.</summary>
internal readonly record struct Hit(int Part, int Movie, int Score = 0);

/// <summary>Orders hits of different parts.</summary>
internal static class HitOrder
{
    private static readonly Sort NewestFirst = new([new SortKey(SortField.Year, true)]);

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

    /// <summary>Compares two hits of parts, by relevance or by any other order.</summary>
    public static int Compare(Sort sort, OrderedHits left, int leftPlace, OrderedHits right, int rightPlace)
    {
        if (!sort.IsByRelevance)
            return Compare(sort, left.Part, left[leftPlace], right.Part, right[rightPlace]);
        var byScore = right.ScoreAt(rightPlace).CompareTo(left.ScoreAt(leftPlace));
        return byScore != 0 ? byScore : Compare(NewestFirst, left.Part, left[leftPlace], right.Part, right[rightPlace]);
    }
}
