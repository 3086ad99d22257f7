using System.Diagnostics;
using System.Numerics;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Postings;

/// <summary>Numbers distinct texts in the order in which they first come: a hash table over bytes.</summary>
/// <remarks>Open addressing with linear probing, at most half full. A slot has half of the hash beside the number, so that
/// other texts are passed by without a look at them, and growing hashes nothing again. One writer.</remarks>
internal sealed class TextTable
{
    private ulong[] slots = new ulong[256]; // High half: the hash's low half. Low half: the text's number + 1; 0 is free.

    /// <summary>The texts by number.</summary>
    public TextList Texts { get; private set; } = new();

    public int Count => Texts.Count;

    /// <summary>Makes room in an empty table, instead of growing to it.</summary>
    /// <param name="texts">So many texts.</param>
    /// <param name="bytes">Their bytes together.</param>
    public void Reserve(int texts, int bytes)
    {
        Debug.Assert(Count == 0);
        Texts = new TextList(texts, bytes);
        slots = new ulong[Math.Max(slots.Length, (int)BitOperations.RoundUpToPowerOf2((uint)texts * 2))];
    }

    /// <summary>The number of a text, given to it now when it has none.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> text)
    {
        var tag = (uint)XxHash64.Hash(text);
        var slot = FindSlot(tag, text);
        if (slots[slot] != 0)
            return (int)(uint)slots[slot] - 1;
        var number = Texts.Add(text);
        slots[slot] = Entry(tag, number);
        if (Texts.Count * 2 > slots.Length)
            Grow();
        return number;
    }

    private int FindSlot(uint tag, ReadOnlySpan<byte> text)
    {
        var mask = slots.Length - 1;
        var slot = (int)tag & mask;
        while (slots[slot] is var entry && entry != 0 && !(entry >> 32 == tag && Texts[(int)(uint)entry - 1].SequenceEqual(text)))
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var before = slots;
        slots = new ulong[before.Length * 2];
        var mask = slots.Length - 1;
        foreach (var entry in before)
        {
            if (entry == 0)
                continue;
            var slot = (int)(entry >> 32) & mask;
            while (slots[slot] != 0)
                slot = (slot + 1) & mask;
            slots[slot] = entry;
        }
    }

    private static ulong Entry(uint tag, int number) => ((ulong)tag << 32) | (uint)(number + 1);
}
