using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Writes numbers (7 bits a byte, the lowest first) and bytes (their number before them).</summary>
internal readonly struct PartialWriting(ByteBuffer bytes)
{
    public void Number(ulong number) => bytes.AppendVarint(number);

    /// <summary>Their number, and each.</summary>
    public void Numbers(long[] numbers)
    {
        Number((ulong)numbers.Length);
        foreach (var number in numbers)
            Number((ulong)number);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number((ulong)value.Length);
        bytes.Append(value);
    }
}

/// <summary>Reads what <see cref="PartialWriting"/> wrote.</summary>
internal ref struct PartialReading(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public byte Byte()
    {
        if (rest.IsEmpty)
            throw Broken();
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    public ulong Number()
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
        throw Broken();
    }

    /// <summary>How many come: of which each takes a byte at least, so that nobody is made to reserve more than was sent.</summary>
    public int Count()
    {
        var count = Number();
        return count <= (ulong)rest.Length ? (int)count : throw Broken();
    }

    public long[] Numbers()
    {
        var numbers = new long[Count()];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (long)Number();
        return numbers;
    }

    public byte[] Bytes()
    {
        var length = Count();
        var value = rest[..length].ToArray();
        rest = rest[length..];
        return value;
    }

    public static InvalidDataException Broken() => new("The answer of a partition is not whole.");
}
