using System.Text;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>Says which parts of the catalogue have to be asked to answer a query.</summary>
internal static class QueryPlan
{
    /// <summary>Bytes of a genre that names a partition; no real one is longer.</summary>
    private const int MostGenreBytes = 256;

    /// <summary>The years that the query looks into.</summary>
    /// <param name="query">The query.</param>
    /// <param name="known">All years that there are, ascending.</param>
    public static List<int> YearsOf(Query query, IReadOnlyList<int> known)
    {
        // A facet of others counts as if there were no filter on the year.
        if (HasOthers(query, FacetDimension.Year) || HasOthers(query, FacetDimension.Decade))
            return [.. known];
        return [.. known.Where(year => query.Years.All(filter => filter.Ranges.Any(range => range.First <= year && year <= range.Last)))];
    }

    /// <summary>A derived partition that has all movies that the query looks at; null when there is none. One of cast names rather than
    /// one of a genre, as that is far larger.</summary>
    /// <remarks>Alternatives have one partition together only when they are of one bucket: of two partitions a movie may be in both.</remarks>
    public static PartitionKey? PartitionOf(Query query)
    {
        if (!HasOthers(query, FacetDimension.Cast))
        {
            foreach (var filter in query.Texts.Where(static f => f.Field == TextField.Cast))
            {
                int[] buckets = [.. filter.Alternatives.Select(static name => PartitionFilter.BucketOf(name)).Distinct()];
                if (buckets is [var bucket])
                    return new PartitionKey(null, bucket, 0, 0);
            }
        }
        if (HasOthers(query, FacetDimension.Genre))
            return null;
        foreach (var filter in query.Texts.Where(static f => f.Field == TextField.Genre))
        {
            if (filter.Alternatives is [{ Length: <= MostGenreBytes } genre] && Encoding.UTF8.GetString(genre) is var text
                && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(genre))
                return new PartitionKey(text, 0, 0, 0);
        }
        return null;
    }

    private static bool HasOthers(Query query, FacetDimension dimension) =>
        query.Facets.Any(facet => facet.Others && facet.Dimension == dimension);
}
