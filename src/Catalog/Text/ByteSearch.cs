using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MovieGrains.Catalog.Text;

/// <summary>Finds the bytes that give JSON its structure, sixteen at a time.</summary>
/// <remarks>What <see cref="System.Buffers.SearchValues"/> could do as well, but not from the start: its code for these is the runtime's to
/// compile, and to compile again once it is known to be hot. A first load, which looks at every byte with it, would be over by then.</remarks>
internal static class ByteSearch
{
    /// <summary>The first quote or bracket of any kind, or other byte that is asked for; −1 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfStructure(ReadOnlySpan<byte> json, byte other)
    {
        var at = 0;
        for (; json.Length - at >= AsciiBlock.Size; at += AsciiBlock.Size)
        {
            var block = Vector128.Create(json.Slice(at, AsciiBlock.Size));
            // Square brackets become curly ones by this bit, and nothing else does.
            var curly = block | Vector128.Create((byte)0x20);
            var hits = Vector128.Equals(curly, Vector128.Create((byte)'{')) | Vector128.Equals(curly, Vector128.Create((byte)'}'))
                | Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create(other));
            if (hits.ExtractMostSignificantBits() is var bits and not 0)
                return at + BitOperations.TrailingZeroCount(bits);
        }
        for (; at < json.Length; at++)
        {
            if (json[at] is (byte)'"' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' || json[at] == other)
                return at;
        }
        return -1;
    }

    /// <summary>The first byte that a JSON string can't hold as it is: quote, backslash or control character; −1 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfEscaped(ReadOnlySpan<byte> text)
    {
        var at = 0;
        for (; text.Length - at >= AsciiBlock.Size; at += AsciiBlock.Size)
        {
            var block = Vector128.Create(text.Slice(at, AsciiBlock.Size));
            var hits = Vector128.LessThan(block, Vector128.Create((byte)' '))
                | Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\'));
            if (hits.ExtractMostSignificantBits() is var bits and not 0)
                return at + BitOperations.TrailingZeroCount(bits);
        }
        for (; at < text.Length; at++)
        {
            if (text[at] is < (byte)' ' or (byte)'"' or (byte)'\\')
                return at;
        }
        return -1;
    }
}
