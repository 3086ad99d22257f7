using System.Runtime.CompilerServices;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Postings;

/// <summary>Rows of numbers, packed one behind the other, to be read in the order in which they came.</summary>
/// <remarks>
/// The extracts of a million movies have some fifty million words. Numbered in the order in which they first come, nearly all take one or two
/// bytes; an array takes four, and while it grows as much again. A row is how many numbers it has, then these (<see cref="Varint"/>). No row
/// lies in two chunks.
/// </remarks>
internal sealed class PackedRows
{
    private const int SmallestChunk = 1 << 8, LargestChunk = 1 << 20;

    /// <summary>The most bytes of a number.</summary>
    private const int NumberBytes = 5;

    private readonly List<byte[]> chunks = [];
    private readonly List<int> ends = []; // Of each chunk, the bytes used.
    private int[] row = new int[64];
    private int count;

    /// <summary>Adds a number to the row at hand.</summary>
    public void Add(int number)
    {
        if (count == row.Length)
            Array.Resize(ref row, count * 2);
        row[count++] = number;
    }

    /// <summary>Ends the row at hand.</summary>
    public void EndRow()
    {
        var most = (count + 1) * NumberBytes;
        if (chunks.Count == 0 || chunks[^1].Length - ends[^1] < most)
            AddChunk(most);
        var chunk = chunks[^1];
        var at = Varint.Write(chunk, ends[^1], (uint)count);
        foreach (var number in row.AsSpan(0, count))
            at = Varint.Write(chunk, at, (uint)number);
        ends[^1] = at;
        count = 0;
    }

    /// <summary>Begins to read; a row is read for each that has ended, and no more.</summary>
    public Reader Read() => new(this);

    private void AddChunk(int least)
    {
        var next = chunks.Count == 0 ? SmallestChunk : Math.Min(chunks[^1].Length * 2, LargestChunk);
        chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(least, next)));
        ends.Add(0);
    }

    /// <summary>Goes through the rows.</summary>
    internal sealed class Reader(PackedRows rows)
    {
        private int[] row = new int[64];
        private byte[] chunk = [];
        private int next, at, end; // The chunk after the one at hand; where in that.

        /// <summary>The next row; good until another one is read.</summary>
        public ReadOnlySpan<int> Next()
        {
            if (at == end)
                (chunk, end, at) = (rows.chunks[next], rows.ends[next++], 0);
            var place = at;
            var count = (int)Number(chunk, ref place);
            if (count > row.Length)
                row = new int[Math.Max(count, row.Length * 2)];
            var numbers = row.AsSpan(0, count);
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = (int)Number(chunk, ref place);
            at = place;
            return numbers;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static uint Number(byte[] chunk, ref int at)
        {
            uint number = chunk[at++];
            return number < 0x80 ? number : LongNumber(chunk, ref at, number);
        }

        private static uint LongNumber(byte[] chunk, ref int at, uint number)
        {
            number &= 0x7F;
            for (var shift = 7; ; shift += 7)
            {
                uint next = chunk[at++];
                number |= (next & 0x7F) << shift;
                if (next < 0x80)
                    return number;
            }
        }
    }
}
