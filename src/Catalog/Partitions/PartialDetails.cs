using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Asks a partition for what the merged answer shows of it.</summary>
/// <param name="Query">What was asked; says which fields, and whose matches count.</param>
/// <param name="Ids">The movies whose documents are wanted.</param>
/// <param name="Terms">For each facet of the query, the folded values whose spellings are wanted.</param>
/// <param name="Basis">What the query's search rests on; null without one.</param>
public sealed record DetailsRequest(Query Query, byte[][] Ids, byte[][][] Terms, TextBasis? Basis = null);

/// <summary>What a partition shows.</summary>
/// <param name="Generation">The generation that was asked.</param>
/// <param name="Documents">The documents, with the fields wanted, in the order asked for; empty where there is none.</param>
/// <param name="Spellings">For each facet and each of its values, the spellings.</param>
/// <remarks>As bytes: a byte of the version, 1; the generation; the number of documents, and each; the number of facets, of each the
/// number of values, of each the number of spellings, and of each text and count plus one.</remarks>
public sealed record PartialDetails(long Generation, byte[][] Documents, SpellingUses[][][] Spellings)
{
    private const byte Version = 1;

    /// <summary>As bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ByteBuffer(64 + Documents.Sum(static d => d.Length + 4));
        var writing = new PartialWriting(bytes);
        bytes.Append(Version);
        writing.Number((ulong)Generation);
        writing.Number((ulong)Documents.Length);
        foreach (var document in Documents)
            writing.Bytes(document);
        writing.Number((ulong)Spellings.Length);
        foreach (var facet in Spellings)
        {
            writing.Number((ulong)facet.Length);
            foreach (var value in facet)
                Write(writing, value);
        }
        return bytes.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is none that this version, or one before it, wrote.</exception>
    public static PartialDetails Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new PartialReading(bytes);
        if (reading.Byte() != Version)
            throw new InvalidDataException("The details of a partition are of another version.");
        var generation = (long)reading.Number();
        var documents = new byte[reading.Count()][];
        for (var i = 0; i < documents.Length; i++)
            documents[i] = reading.Bytes();
        var facets = new SpellingUses[reading.Count()][][];
        for (var f = 0; f < facets.Length; f++)
        {
            facets[f] = new SpellingUses[reading.Count()][];
            for (var v = 0; v < facets[f].Length; v++)
                facets[f][v] = ReadUses(ref reading);
        }
        return new PartialDetails(generation, documents, facets);
    }

    private static void Write(PartialWriting writing, SpellingUses[] uses)
    {
        writing.Number((ulong)uses.Length);
        foreach (var use in uses)
        {
            writing.Bytes(use.Text);
            writing.Number((ulong)(use.Count + 1));
        }
    }

    private static SpellingUses[] ReadUses(ref PartialReading reading)
    {
        var uses = new SpellingUses[reading.Count()];
        for (var i = 0; i < uses.Length; i++)
            uses[i] = new SpellingUses(reading.Bytes(), (int)reading.Number() - 1);
        return uses;
    }
}

/// <summary>A spelling of a value.</summary>
/// <param name="Text">UTF-8, as supplied.</param>
/// <param name="Count">How many matches spell it so; −1: all that have the value.</param>
public readonly record struct SpellingUses(byte[] Text, int Count);
