using System.Diagnostics;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Search;

/// <summary>The sort key of each movie of a part, packed into 64 bits whose order is the order asked for.</summary>
/// <remarks>
/// 14 bits of year and 25 of title rank, in the order's sequence, inverted where the order descends, then 25 of id rank.
/// By relevance, 25 bits of score, inverted, 14 of year, inverted, and 25 of id rank.
/// Ranks compare within one part only; between parts, <see cref="HitOrder"/> compares the values themselves.
/// </remarks>
internal readonly struct SortKeys
{
    private const int YearBits = 14, RankBits = 25, ScoreShift = YearBits + RankBits;
    private const uint YearMask = (1u << YearBits) - 1, RankMask = (1u << RankBits) - 1;

    private readonly Part part;
    private readonly Sort sort;
    private readonly int yearShift = -1, titleShift = -1;
    private readonly uint yearFlip, titleFlip;

    public SortKeys(Part part, Sort sort)
    {
        Debug.Assert(part.Count <= Part.MaxMovies);
        this.part = part;
        this.sort = sort;
        if (sort.IsByRelevance)
        {
            (yearShift, yearFlip) = (RankBits, YearMask);
            return;
        }
        var shift = RankBits;
        for (var i = sort.Keys.Length - 1; i >= 0; i--)
        {
            var key = sort.Keys[i];
            if (key.Field == SortField.Year)
                (yearShift, yearFlip, shift) = (shift, key.Descending ? YearMask : 0, shift + YearBits);
            else
                (titleShift, titleFlip, shift) = (shift, key.Descending ? RankMask : 0, shift + RankBits);
        }
    }

    /// <summary>The key of a movie; no two movies of a part share one.</summary>
    public ulong Of(int movie)
    {
        ulong key = (uint)part.IdRanks[movie];
        if (yearShift >= 0)
            key |= (ulong)(part.Years[movie] ^ yearFlip) << yearShift;
        if (titleShift >= 0)
            key |= (ulong)((uint)part.TitleRanks[movie] ^ titleFlip) << titleShift;
        return key;
    }

    /// <summary>The key of a movie by relevance.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="score">Its score, below <see cref="Ranking.Scorer.End"/>.</param>
    public ulong Of(int movie, int score) => ((ulong)(Ranking.Scorer.End - 1 - score) << ScoreShift) | Of(movie);

    /// <summary>The least key by relevance that any movie of the same year and score can have.</summary>
    public ulong LeastOf(int movie, int score) =>
        ((ulong)(Ranking.Scorer.End - 1 - score) << ScoreShift) | ((ulong)(part.Years[movie] ^ yearFlip) << yearShift);

    /// <summary>The score in a key by relevance.</summary>
    public static int ScoreOf(ulong key) => Ranking.Scorer.End - 1 - (int)(key >> ScoreShift);

    /// <summary>The movie of a key.</summary>
    public int MovieOf(ulong key) => part.ById[(int)(key & RankMask)];

    /// <summary>The least key that comes after a cursor's place, whether or not that item is still there.</summary>
    /// <returns>False when no key of this part can come after it.</returns>
    public bool TryAfter(Cursor cursor, out ulong bound)
    {
        // Sums, not bits: a rank one past the last carries into the field above, which is just what it means.
        UInt128 sum = 0;
        if (sort.IsByRelevance)
        {
            sum = ((UInt128)(uint)(Ranking.Scorer.End - 1 - Math.Clamp(cursor.Score, 0, Ranking.Scorer.End - 1)) << ScoreShift)
                + ((UInt128)((uint)cursor.Year ^ yearFlip) << yearShift);
        }
        foreach (var key in sort.Keys)
        {
            if (key.Field == SortField.Relevance)
                break;
            if (key.Field == SortField.Year)
            {
                sum += (UInt128)((uint)cursor.Year ^ yearFlip) << yearShift;
                continue;
            }
            var (place, found) = part.FindTitle(cursor.Title);
            var rank = (uint)part.TitleRankAt(place);
            if (!found)
            {
                sum += (UInt128)(key.Descending ? RankMask + 1 - rank : rank) << titleShift;
                return Fits(sum, out bound);
            }
            sum += (UInt128)(rank ^ titleFlip) << titleShift;
        }
        Span<byte> id = stackalloc byte[256];
        id = id[..System.Text.Encoding.ASCII.GetBytes(cursor.Id, id)];
        var next = part.FindId(id);
        if (next < part.Count && part.IdOf(part.ById[next]).SequenceEqual(id))
            next++;
        return Fits(sum + (uint)next, out bound);
    }

    private static bool Fits(UInt128 sum, out ulong bound)
    {
        bound = (ulong)sum;
        return sum <= ulong.MaxValue;
    }
}
