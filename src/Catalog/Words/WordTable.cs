using System.Buffers.Binary;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Words;

/// <summary>Numbers distinct words in the order in which they first come, while an index is built.</summary>
/// <remarks>
/// As <see cref="TextTable"/>, which takes less memory; but a slot holds a short word itself, so that nearly every look-up is one look at
/// far memory in place of three, and the texts of a real catalogue have millions of words. Open addressing with linear probing, at most half full.
/// </remarks>
internal sealed class WordTable
{
    /// <summary>Longer words don't go into a slot beside their length.</summary>
    private const int Short = sizeof(ulong) - 1;

    private const ulong IsLong = 1UL << 63;

    private Slot[] slots = new Slot[1024];

    /// <summary>The words by number.</summary>
    public TextList Words { get; } = new();

    /// <summary>Forgets all words, and keeps the memory.</summary>
    public void Clear()
    {
        slots.AsSpan().Clear();
        Words.Clear();
    }

    /// <summary>The number of a word, given to it now when it has none.</summary>
    /// <param name="word">Not empty.</param>
    public int GetOrAdd(ReadOnlySpan<byte> word)
    {
        var key = word.Length <= Short ? KeyOf(word) : XxHash64.Hash(word) | IsLong;
        ref var slot = ref Find(slots, key, word);
        if (slot.Number != 0)
            return slot.Number - 1;
        var number = Words.Add(word);
        (slot.Key, slot.Number) = (key, number + 1);
        if (Words.Count * 2 > slots.Length)
            Grow();
        return number;
    }

    private ref Slot Find(Slot[] among, ulong key, ReadOnlySpan<byte> word)
    {
        var mask = among.Length - 1;
        for (var place = PlaceOf(key) & mask; ; place = (place + 1) & mask)
        {
            ref var slot = ref among[place];
            if (slot.Number == 0 || (slot.Key == key && ((key & IsLong) == 0 || Words[slot.Number - 1].SequenceEqual(word))))
                return ref slot;
        }
    }

    private void Grow()
    {
        var grown = new Slot[slots.Length * 2];
        var mask = grown.Length - 1;
        foreach (var slot in slots)
        {
            if (slot.Number == 0)
                continue;
            var place = PlaceOf(slot.Key) & mask;
            while (grown[place].Number != 0)
                place = (place + 1) & mask;
            grown[place] = slot;
        }
        slots = grown;
    }

    /// <summary>The length of a short word, and its bytes.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> word)
    {
        var length = (ulong)word.Length << (8 * Short);
        if (word.Length >= sizeof(uint))
        {
            ulong last = BinaryPrimitives.ReadUInt32LittleEndian(word[^sizeof(uint)..]);
            return length | BinaryPrimitives.ReadUInt32LittleEndian(word) | (last << (8 * (word.Length - sizeof(uint))));
        }
        // One to three bytes: the first, the middle and the last are all there are, some of them twice.
        return length | word[0] | ((ulong)word[word.Length / 2] << (8 * (word.Length / 2))) | ((ulong)word[^1] << (8 * (word.Length - 1)));
    }

    /// <summary>Fibonacci hashing: the high bits of the product depend on all bits of the key.</summary>
    private static int PlaceOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> 33);

    private struct Slot
    {
        public ulong Key;  // A short word; of a longer one the hash, which is not enough to tell it.
        public int Number; // + 1; 0 is free.
    }
}
