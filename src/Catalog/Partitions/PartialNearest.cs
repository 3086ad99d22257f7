using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Partitions;

/// <summary>What is asked of every partition on the way to what may have been meant.</summary>
public enum NearestKind : byte
{
    /// <summary>How many movies have each text, and of one that none has, which words are near it.</summary>
    Words,

    /// <summary>How many movies have each text in a title, a name or a genre.</summary>
    Counts,

    /// <summary>Which is the first of the texts that finds something under the query's filters.</summary>
    Finds,
}

/// <summary>A question on the way to what may have been meant.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Texts">Each to be read as a search of its own: a blank at its end says that the last word is whole.</param>
public sealed record NearestQuestion(NearestKind Kind, string[] Texts);

/// <summary>What one partition says to it.</summary>
/// <param name="Generation">The generation that was asked.</param>
/// <param name="Counts">For each text, how many movies have it; of <see cref="NearestKind.Finds"/>, the place of the first that finds something, or
/// nothing.</param>
/// <param name="Near">For each text, the words that are near it; of other kinds than <see cref="NearestKind.Words"/> nothing.</param>
/// <remarks>As bytes: a byte of the version, 1; the generation; the number of counts, and each; the number of texts with words, of each
/// the number of words, and of each the word and the edits.</remarks>
public sealed record PartialNearest(long Generation, long[] Counts, NearWord[][] Near)
{
    private const byte Version = 1;

    /// <summary>As bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ByteBuffer(64);
        var writing = new PartialWriting(bytes);
        bytes.Append(Version);
        writing.Number((ulong)Generation);
        writing.Numbers(Counts);
        writing.Number((ulong)Near.Length);
        foreach (var words in Near)
        {
            writing.Number((ulong)words.Length);
            foreach (var word in words)
            {
                writing.Bytes(word.Word);
                writing.Number((ulong)word.Edits);
            }
        }
        return bytes.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is none that this version wrote.</exception>
    public static PartialNearest Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new PartialReading(bytes);
        if (reading.Byte() != Version)
            throw new InvalidDataException("The near words of a partition are of another version.");
        var generation = (long)reading.Number();
        var counts = reading.Numbers();
        var near = new NearWord[reading.Count()][];
        for (var i = 0; i < near.Length; i++)
        {
            near[i] = new NearWord[reading.Count()];
            for (var word = 0; word < near[i].Length; word++)
                near[i][word] = new NearWord(reading.Bytes(), (int)reading.Number());
        }
        return new PartialNearest(generation, counts, near);
    }
}

/// <summary>A word that is spelt nearly as another.</summary>
/// <param name="Word">UTF-8.</param>
/// <param name="Edits">By how many edits it differs.</param>
public readonly record struct NearWord(byte[] Word, int Edits);
