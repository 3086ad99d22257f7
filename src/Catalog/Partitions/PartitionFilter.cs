using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Which movies belong to a partition that is derived from the years: those of one genre, or with one of some cast names; of a
/// partition that was split, one share of these.</summary>
/// <remarks>A movie may belong to many partitions of one dimension, but to one share of each only. What it says must never change, as two
/// releases may ask each other.</remarks>
public sealed record PartitionFilter
{
    /// <summary>Into how many buckets are cast names hashed? So many that one bucket has few of ten million movies' names, and few
    /// enough that all of them can be active at once.</summary>
    public const int ActorBuckets = 256;

    /// <summary>No partition is split into more shares than 2 to this.</summary>
    public const int MostSplit = 10;

    private PartitionFilter(byte[]? genre, int bucket) => (Genre, Bucket) = (genre, bucket);

    /// <summary>The folded genre; null when it is about cast names.</summary>
    public byte[]? Genre { get; }

    /// <summary>The bucket of cast names.</summary>
    public int Bucket { get; }

    /// <summary>The partition has 2 to this shares.</summary>
    public int Split { get; private init; }

    /// <summary>Which of them this is.</summary>
    public int Share { get; private init; }

    /// <summary>Movies of a genre.</summary>
    /// <param name="folded">The folded genre.</param>
    public static PartitionFilter OfGenre(byte[] folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        return new PartitionFilter(folded, 0);
    }

    /// <summary>Movies with a cast name of a bucket.</summary>
    /// <param name="bucket">Below <see cref="ActorBuckets"/>.</param>
    public static PartitionFilter OfActors(int bucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, ActorBuckets);
        return new PartitionFilter(null, bucket);
    }

    /// <summary>The bucket of a cast name.</summary>
    /// <param name="folded">The folded name.</param>
    public static int BucketOf(ReadOnlySpan<byte> folded) => (int)(XxHash64.Hash(folded) % ActorBuckets);

    /// <summary>One share of it.</summary>
    /// <param name="split">There are 2 to this shares.</param>
    /// <param name="share">Which.</param>
    public PartitionFilter ShareOf(int split, int share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(split);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(split, MostSplit);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1 << split);
        return this with { Split = split, Share = share };
    }

    /// <summary>Tells the movies of a part apart.</summary>
    internal Sieve SieveOf(Part part) => new(this, part);

    /// <summary>Which movies of one part belong to the partition.</summary>
    internal readonly struct Sieve
    {
        private readonly PartitionFilter filter;
        private readonly Part part;
        private readonly bool[] terms; // By the part's numbers of genres or cast names.

        public Sieve(PartitionFilter filter, Part part)
        {
            (this.filter, this.part) = (filter, part);
            terms = new bool[Index.Count];
            if (filter.Genre is null)
            {
                for (var term = 0; term < terms.Length; term++)
                    terms[term] = BucketOf(Index.Folded[term]) == filter.Bucket;
            }
            else if (Index.Folded.BinarySearch(filter.Genre) is var found and >= 0)
            {
                terms[found] = true;
            }
        }

        private TermIndex Index => filter.Genre is null ? part.Cast : part.Genres;

        public bool Has(int movie)
        {
            if (filter.Split > 0 && (int)(XxHash64.Hash(part.IdOf(movie)) & ((1UL << filter.Split) - 1)) != filter.Share)
                return false;
            foreach (var term in Index.TermsOf(movie))
            {
                if (terms[term])
                    return true;
            }
            return false;
        }
    }
}
