using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Partitions;

/// <summary>What one partition says to a query: what it takes to make, of the answers of all, the one that an index of all would give.</summary>
/// <param name="Generation">The generation that was asked.</param>
/// <param name="Total">How many movies match, wherever the query goes on.</param>
/// <param name="HasMore">Whether hits follow after these.</param>
/// <param name="Hits">The first hits, in the query's order.</param>
/// <param name="Facets">The query's facets, in its order.</param>
/// <remarks>As bytes: a byte of the version, 2; varints of generation and total; a byte of flags (1: more follow, 2: hits have titles,
/// 4: hits have documents, 8: hits have scores); the number of hits, and of each year, id, title, document and score; the number of facets, and of each 0 and the
/// years or 1 and the terms, and the counts. Text and bytes come with their length.</remarks>
public sealed record PartialAnswer(long Generation, long Total, bool HasMore, PartialHit[] Hits, PartialFacet[] Facets)
{
    private const byte Version = 2;

    /// <summary>That of a partition that finds nothing, and has nothing to count.</summary>
    public static PartialAnswer OfNothing(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new PartialAnswer(0, 0, false, [], [.. query.Facets.Select(static _ => new PartialFacet([], [], []))]);
    }

    /// <summary>As bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ByteBuffer(64 + (Hits.Length * 48));
        var writing = new PartialWriting(bytes);
        bytes.Append(Version);
        writing.Number((ulong)Generation);
        writing.Number((ulong)Total);
        var titles = Array.Exists(Hits, static hit => hit.Title.Length > 0);
        var documents = Array.Exists(Hits, static hit => hit.Document.Length > 0);
        var scores = Array.Exists(Hits, static hit => hit.Score > 0);
        bytes.Append((byte)((HasMore ? 1 : 0) | (titles ? 2 : 0) | (documents ? 4 : 0) | (scores ? 8 : 0)));
        writing.Number((ulong)Hits.Length);
        foreach (var hit in Hits)
        {
            writing.Number((ulong)hit.Year);
            writing.Bytes(hit.Id);
            if (titles)
                writing.Bytes(hit.Title);
            if (documents)
                writing.Bytes(hit.Document);
            if (scores)
                writing.Number((ulong)hit.Score);
        }
        writing.Number((ulong)Facets.Length);
        foreach (var facet in Facets)
            Write(writing, facet);
        return bytes.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is none that this version, or one before it, wrote.</exception>
    public static PartialAnswer Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new PartialReading(bytes);
        if (reading.Byte() != Version)
            throw new InvalidDataException("The answer of a partition is of another version.");
        var (generation, total) = ((long)reading.Number(), (long)reading.Number());
        var flags = reading.Byte();
        var hits = new PartialHit[reading.Count()];
        for (var i = 0; i < hits.Length; i++)
        {
            var (year, id) = ((int)reading.Number(), reading.Bytes());
            var (title, document) = ((flags & 2) != 0 ? reading.Bytes() : [], (flags & 4) != 0 ? reading.Bytes() : []);
            hits[i] = new PartialHit(year, title, id, document, (flags & 8) != 0 ? (int)reading.Number() : 0);
        }
        var facets = new PartialFacet[reading.Count()];
        for (var i = 0; i < facets.Length; i++)
            facets[i] = ReadFacet(ref reading);
        return new PartialAnswer(generation, total, (flags & 1) != 0, hits, facets);
    }

    private static void Write(PartialWriting writing, PartialFacet facet)
    {
        writing.Number(facet.Terms.Length > 0 ? 1u : 0);
        writing.Number((ulong)facet.Counts.Length);
        for (var i = 0; i < facet.Counts.Length; i++)
        {
            if (facet.Terms.Length > 0)
                writing.Bytes(facet.Terms[i]);
            else
                writing.Number((ulong)facet.Years[i]);
            writing.Number((ulong)facet.Counts[i]);
        }
    }

    private static PartialFacet ReadFacet(ref PartialReading reading)
    {
        var hasTerms = reading.Number() == 1;
        var counts = new int[reading.Count()];
        var terms = hasTerms ? new byte[counts.Length][] : [];
        var years = hasTerms ? [] : new int[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            if (hasTerms)
                terms[i] = reading.Bytes();
            else
                years[i] = (int)reading.Number();
            counts[i] = (int)reading.Number();
        }
        return new PartialFacet(years, terms, counts);
    }
}
