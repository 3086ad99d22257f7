namespace MovieGrains.Catalog.Partitions;

/// <summary>How many of a partition's matches have each value of one dimension: all values that any has, in no particular order.</summary>
/// <param name="Years">The years, of a facet by year or decade; else empty.</param>
/// <param name="Terms">The folded texts, of a facet by genre or cast name; else empty.</param>
/// <param name="Counts">How many matches have each, at least one.</param>
public sealed record PartialFacet(int[] Years, byte[][] Terms, int[] Counts);
