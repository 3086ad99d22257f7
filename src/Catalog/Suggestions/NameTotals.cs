using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Of each cast name, by its catalogue-wide number: how many movies have it, and what they add to it.</summary>
/// <remarks>
/// A name's movies lie in any parts, and how likely it is meant depends on all of them. Immutable; the next snapshot's shares every
/// chunk of it in which nothing has changed, so that a small commit costs little.
/// </remarks>
internal sealed class NameTotals
{
    private const int ChunkSize = 1 << ChunkBits, ChunkBits = 10;

    private readonly NameTotal[][] chunks;

    private NameTotals(NameTotal[][] chunks) => this.chunks = chunks;

    /// <summary>Of no movies.</summary>
    public static NameTotals Empty { get; } = new([]);

    /// <summary>The total of a name.</summary>
    public NameTotal this[int number] => number >> ChunkBits < chunks.Length ? chunks[number >> ChunkBits][number & (ChunkSize - 1)] : default;

    /// <summary>Begins to change it.</summary>
    public Changes Change() => new(chunks);

    /// <summary>What the next snapshot's will be.</summary>
    internal sealed class Changes(NameTotal[][] before)
    {
        private readonly List<NameTotal[]> chunks = [.. before];
        private readonly HashSet<int> own = [];

        /// <summary>Adds the movies of a part that are not deleted.</summary>
        /// <remarks>Name by name, as the part's index has counted them, and then without the few movies that are deleted: movie by movie, a
        /// start with a million would meet six million names, which are far apart in memory.</remarks>
        public Changes Add(LivePart live)
        {
            var cast = live.Part.Cast;
            for (var name = 0; name < cast.Count; name++)
                Count(live.CastNumbers[name], cast.Postings.CountOf(name), live.Part.Suggestions.RolesOf(name));
            foreach (var movie in new BitmapNumbers(live.Deleted))
                Remove(live, movie);
            return this;
        }

        /// <summary>Takes movies of a part away.</summary>
        public Changes Remove(LivePart live, IEnumerable<int> movies)
        {
            foreach (var movie in movies)
                Remove(live, movie);
            return this;
        }

        /// <summary>Ends the changes.</summary>
        public NameTotals End() => new([.. chunks]);

        private void Remove(LivePart live, int movie)
        {
            var role = Likelihood.OfRole(live.Part.Suggestions.LikelihoodOf(movie));
            foreach (var name in live.Part.Cast.TermsOf(movie))
                Count(live.CastNumbers[name], -1, -role);
        }

        private void Count(int number, int movies, int roles)
        {
            ref var total = ref OwnChunk(number >> ChunkBits)[number & (ChunkSize - 1)];
            total = new NameTotal(total.Movies + movies, total.Roles + roles);
        }

        private NameTotal[] OwnChunk(int chunk)
        {
            while (chunk >= chunks.Count)
            {
                own.Add(chunks.Count);
                chunks.Add(new NameTotal[ChunkSize]);
            }
            if (own.Add(chunk))
                chunks[chunk] = (NameTotal[])chunks[chunk].Clone();
            return chunks[chunk];
        }
    }
}

/// <summary>How many movies have a name, and what they add to it.</summary>
internal readonly record struct NameTotal(int Movies, long Roles);
