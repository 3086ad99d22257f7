namespace MovieGrains.Catalog.Partitions;

/// <summary>What a search in full text rests on, and what all partitions are told alike, so that a movie's score does not depend on where it
/// is kept.</summary>
/// <param name="Forgiveness">How far words may differ: 0 not at all, 1 by one typo, 2 by two, 3 in extracts as well.</param>
/// <param name="Movies">How many movies there are in all partitions together.</param>
/// <param name="Counts">How many of these have each word of the search, added up over the fields.</param>
public sealed record TextBasis(int Forgiveness, long Movies, long[] Counts);
