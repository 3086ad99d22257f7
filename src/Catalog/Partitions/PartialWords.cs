using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Partitions;

/// <summary>What one partition says of the words of a search in full text.</summary>
/// <param name="Generation">The generation that was asked.</param>
/// <param name="Movies">How many movies it has.</param>
/// <param name="Found">For each forgiveness that it was asked for, up to the first by which it finds something, what it finds by that.</param>
/// <remarks>As bytes: a byte of the version, 1; varints of generation and movies; the number of words; the number of findings, and of each the
/// forgiveness, a byte of flags (1: something matches, 2: there is something to gather), and the count of each word.</remarks>
public sealed record PartialWords(long Generation, long Movies, WordsFound[] Found)
{
    private const byte Version = 1;

    /// <summary>As bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ByteBuffer(64);
        var writing = new PartialWriting(bytes);
        bytes.Append(Version);
        writing.Number((ulong)Generation);
        writing.Number((ulong)Movies);
        writing.Number((ulong)Found.Length);
        foreach (var found in Found)
        {
            writing.Number((ulong)found.Forgiveness);
            bytes.Append((byte)((found.HasMatches ? 1 : 0) | (found.IsConcerned ? 2 : 0)));
            writing.Numbers(found.Counts);
        }
        return bytes.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is none that this version wrote.</exception>
    public static PartialWords Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new PartialReading(bytes);
        if (reading.Byte() != Version)
            throw new InvalidDataException("The words of a partition are of another version.");
        var (generation, movies) = ((long)reading.Number(), (long)reading.Number());
        var found = new WordsFound[reading.Count()];
        for (var i = 0; i < found.Length; i++)
            found[i] = ReadOne(ref reading);
        return new PartialWords(generation, movies, found);
    }

    private static WordsFound ReadOne(ref PartialReading reading)
    {
        var (forgiveness, flags) = ((int)reading.Number(), reading.Byte());
        return new WordsFound(forgiveness, (flags & 1) != 0, (flags & 2) != 0, reading.Numbers());
    }
}

/// <summary>What a partition finds by one forgiveness.</summary>
/// <param name="Forgiveness">How far words may differ; see <see cref="TextBasis.Forgiveness"/>.</param>
/// <param name="HasMatches">Whether any of its movies meets the query.</param>
/// <param name="IsConcerned">Whether gathering from it gives anything: a match, or something for a facet of others to count.</param>
/// <param name="Counts">How many of its movies have each word, wherever.</param>
public sealed record WordsFound(int Forgiveness, bool HasMatches, bool IsConcerned, long[] Counts);
