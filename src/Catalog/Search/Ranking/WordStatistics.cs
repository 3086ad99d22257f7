using System.Numerics;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>What ranking wants to know of the whole catalogue: how many movies there are, and how many have each word of a
/// search.</summary>
/// <remarks>Sums over parts, and over partitions: whoever has several adds theirs up and gives the sum to each, so that a movie's
/// score does not depend on where it is kept. Deleted movies don't count, so that it does not depend on the past either.</remarks>
internal sealed class WordStatistics
{
    private readonly long[] counts = new long[Queries.SearchText.MaxWords];

    /// <summary>How many movies there are.</summary>
    public long Movies { get; set; }

    /// <summary>How many movies have each word of the search, added up over the fields.</summary>
    public Span<long> Counts => counts;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Movies = 0;
        counts.AsSpan().Clear();
    }

    /// <summary>Adds those of another part of the catalogue.</summary>
    public void Add(WordStatistics other)
    {
        Movies += other.Movies;
        for (var i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
    }

    /// <summary>How rare a word is: the binary logarithm of the share of movies that have it, times −256; at least 32.</summary>
    public int RarityOf(int word) => Math.Max(32, Log2((ulong)(2 * Movies) + 2) - Log2((ulong)(2 * counts[word]) + 1));

    /// <summary>256 times the binary logarithm, straight between powers of two: in integers, so that every machine has the same.</summary>
    private static int Log2(ulong value)
    {
        var power = BitOperations.Log2(value);
        var rest = power >= 8 ? (value >> (power - 8)) & 0xFF : (value << (8 - power)) & 0xFF;
        return (power << 8) + (int)rest;
    }
}
