using System.Buffers.Binary;
using System.Diagnostics;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Parts;

/// <summary>Documents written one after the other; never moved.</summary>
/// <remarks>
/// Chunks of bytes; a document is 4 bytes of its length (little-endian), then its bytes, all in one chunk. Its address is
/// the chunk's number in the high half and the offset in the low. Chunks double up to <see cref="LargestChunk"/>, so that
/// a part of one movie takes a kilobyte and one of a million wastes nothing that counts.
/// </remarks>
/// <param name="inHaste">Whether another thread makes new chunks ready, as a start wants that has a core to spare.</param>
internal sealed class DocumentArena(bool inHaste = false)
{
    private const int SmallestChunk = 1 << 12, LargestChunk = 1 << 22;

    private readonly List<byte[]> chunks = [];
    private int used; // Of the last chunk.

    /// <summary>Where the next document goes: a mark for <see cref="Truncate"/>.</summary>
    public long Mark => chunks.Count == 0 ? 0 : Address(chunks.Count - 1, used);

    /// <summary>Bytes of all documents written, those no longer wanted among them.</summary>
    public long Written { get; private set; }

    public long Add(ReadOnlySpan<byte> document)
    {
        var size = document.Length + sizeof(int);
        if (chunks.Count == 0 || chunks[^1].Length - used < size)
            AddChunk(size);
        var address = Address(chunks.Count - 1, used);
        BinaryPrimitives.WriteInt32LittleEndian(chunks[^1].AsSpan(used), document.Length);
        document.CopyTo(chunks[^1].AsSpan(used + sizeof(int)));
        used += size;
        Written += size;
        return address;
    }

    /// <summary>Forgets all that was written since a mark was taken.</summary>
    public void Truncate(long mark, long writtenAtMark)
    {
        var keep = chunks.Count == 0 || (mark == 0 && writtenAtMark == 0) ? 0 : (int)(mark >> 32) + 1;
        chunks.RemoveRange(keep, chunks.Count - keep);
        used = keep == 0 ? 0 : (int)mark;
        Written = writtenAtMark;
    }

    public ReadOnlySpan<byte> this[long address] => Documents.Read(chunks[(int)(address >> 32)], (int)address);

    /// <summary>Lets what is written from now on be in other chunks than what was written by now.</summary>
    public void EndChunk()
    {
        if (chunks.Count > 0 && used < chunks[^1].Length)
            chunks[^1] = chunks[^1].AsSpan(0, used).ToArray();
    }

    /// <summary>Ends the writing.</summary>
    public Documents Freeze()
    {
        EndChunk();
        return new Documents([.. chunks]);
    }

    /// <summary>Ends the writing, and keeps nothing of the chunks that none of the wanted documents is in.</summary>
    /// <param name="addresses">The wanted documents.</param>
    /// <returns>Null when more than an eighth of the chunks that would be kept is waste.</returns>
    public Documents? Freeze(ReadOnlySpan<long> addresses)
    {
        var wanted = new long[chunks.Count];
        foreach (var address in addresses)
            wanted[(int)(address >> 32)] += this[address].Length + sizeof(int);
        EndChunk();
        var kept = chunks.Select((chunk, place) => wanted[place] > 0 ? chunk : []).ToArray();
        var bytes = kept.Sum(static chunk => (long)chunk.Length);
        return bytes - wanted.Sum() <= bytes / 8 ? new Documents(kept) : null;
    }

    private void AddChunk(int size)
    {
        var next = chunks.Count == 0 ? SmallestChunk : Math.Min(chunks[^1].Length * 2L, LargestChunk);
        // What is read of it has been written.
        chunks.Add(GC.AllocateUninitializedArray<byte>((int)Math.Max(size, next)));
        if (inHaste)
            PagesAhead.Touch(chunks[^1]);
        used = 0;
    }

    private static long Address(int chunk, int offset)
    {
        Debug.Assert(offset >= 0);
        return ((long)chunk << 32) | (uint)offset;
    }
}

/// <summary>Documents by address, as an arena wrote them.</summary>
internal sealed class Documents(byte[][] chunks)
{
    public long MemoryBytes => chunks.Sum(c => (long)c.Length);

    public ReadOnlySpan<byte> this[long address] => Read(chunks[(int)(address >> 32)], (int)address);

    internal static ReadOnlySpan<byte> Read(byte[] chunk, int offset) =>
        chunk.AsSpan(offset + sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(offset)));
}
