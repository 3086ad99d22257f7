using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MovieGrains.Catalog.Text;

/// <summary>XXH64 with seed 0: a fast 64-bit hash that gives the same value on every machine and run.</summary>
/// <remarks>
/// For entity tags and checksums, not against an adversary. The algorithm is xxHash's, by its specification
/// (github.com/Cyan4973/xxHash, doc/xxhash_spec.md); the tests hold it to the published vectors.
/// </remarks>
public static class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9;
    private const ulong P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    /// <summary>The hash of some bytes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        var hash = bytes.Length < 32 ? P5 : Stripes(ref rest);
        return Avalanche(Tail(hash + (ulong)bytes.Length, rest));
    }

    /// <summary>Four independent lanes of 8 bytes each, so that multiplications overlap.</summary>
    private static ulong Stripes(ref ReadOnlySpan<byte> rest)
    {
        ulong a = unchecked(P1 + P2), b = P2, c = 0, d = unchecked(0 - P1);
        var lanes = MemoryMarshal.Cast<byte, ulong>(rest[..(rest.Length & ~31)]);
        for (var i = 0; i + 3 < lanes.Length; i += 4)
        {
            a = Round(a, Little(lanes[i]));
            b = Round(b, Little(lanes[i + 1]));
            c = Round(c, Little(lanes[i + 2]));
            d = Round(d, Little(lanes[i + 3]));
        }
        rest = rest[(rest.Length & ~31)..];
        var hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
            + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        return Merge(Merge(Merge(Merge(hash, a), b), c), d);
    }

    private static ulong Tail(ulong hash, ReadOnlySpan<byte> rest)
    {
        for (; rest.Length >= 8; rest = rest[8..])
            hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * P1) + P4;
        if (rest.Length >= 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * P1), 23) * P2) + P3;
            rest = rest[4..];
        }
        foreach (var b in rest)
            hash = BitOperations.RotateLeft(hash ^ (b * P5), 11) * P1;
        return hash;
    }

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * P2;
        hash = (hash ^ (hash >> 29)) * P3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong lane, ulong input) => BitOperations.RotateLeft(lane + (input * P2), 31) * P1;

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * P1) + P4;

    private static ulong Little(ulong value) =>
        BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
