using System.Numerics;
using System.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>XXH64, held to published values and to a second implementation.</summary>
public sealed class XxHash64Tests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("as", 0x1C330FB2D66BE179)]
    [InlineData("asd", 0x631C37CE72A97393)]
    [InlineData("asdf", 0x415872F599CEA71E)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Call me Ishmael. Some years ago--never mind how long precisely-", 0x02A2E85470D6FD96)]
    public void Hash_PublishedVector_IsTheValue(string text, ulong expected) =>
        Assert.Equal(expected, XxHash64.Hash(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Hash_EveryLengthTo200_IsTheSpecifications()
    {
        var bytes = Enumerable.Range(0, 200).Select(i => (byte)((i * 197) + 31)).ToArray();
        for (var length = 0; length <= bytes.Length; length++)
            Assert.Equal(BySpecification(bytes[..length]), XxHash64.Hash(bytes.AsSpan(0, length)));
    }

    /// <summary>The specification read literally: byte by byte, an array of lanes, no shared code.</summary>
    private static ulong BySpecification(byte[] input)
    {
        const ulong p1 = 11400714785074694791, p2 = 14029467366897019727, p3 = 1609587929392839161;
        const ulong p4 = 9650029242287828579, p5 = 2870177450012600261;
        ulong Lane(ulong lane, ulong value) => unchecked(BitOperations.RotateLeft(lane + (value * p2), 31) * p1);
        ulong Read(int at, int count) =>
            Enumerable.Range(0, count).Aggregate(0UL, (sum, i) => sum | ((ulong)input[at + i] << (8 * i)));
        unchecked
        {
            var at = 0;
            var hash = p5;
            if (input.Length >= 32)
            {
                ulong[] lanes = [p1 + p2, p2, 0, 0 - p1];
                for (; at + 32 <= input.Length; at += 32)
                {
                    for (var i = 0; i < 4; i++)
                        lanes[i] = Lane(lanes[i], Read(at + (8 * i), 8));
                }
                int[] turns = [1, 7, 12, 18];
                hash = 0;
                for (var i = 0; i < 4; i++)
                    hash += BitOperations.RotateLeft(lanes[i], turns[i]);
                foreach (var lane in lanes)
                    hash = ((hash ^ Lane(0, lane)) * p1) + p4;
            }
            hash += (ulong)input.Length;
            for (; at + 8 <= input.Length; at += 8)
                hash = (BitOperations.RotateLeft(hash ^ Lane(0, Read(at, 8)), 27) * p1) + p4;
            for (; at + 4 <= input.Length; at += 4)
                hash = (BitOperations.RotateLeft(hash ^ (Read(at, 4) * p1), 23) * p2) + p3;
            for (; at < input.Length; at++)
                hash = BitOperations.RotateLeft(hash ^ (Read(at, 1) * p5), 11) * p1;
            hash ^= hash >> 33;
            hash *= p2;
            hash ^= hash >> 29;
            hash *= p3;
            return hash ^ (hash >> 32);
        }
    }
}
