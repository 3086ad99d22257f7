using System.Numerics;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Postings;

/// <summary>Numbers distinct texts in the order in which they first come: a hash table over bytes.</summary>
/// <remarks>Open addressing with linear probing, at most half full. One writer.</remarks>
internal sealed class TextTable
{
    private int[] slots = new int[256]; // A text's number + 1; 0 is free.

    /// <summary>The texts by number.</summary>
    public TextList Texts { get; } = new();

    public int Count => Texts.Count;

    /// <summary>The number of a text, given to it now when it has none.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> text)
    {
        var slot = FindSlot(text);
        if (slots[slot] != 0)
            return slots[slot] - 1;
        var number = Texts.Add(text);
        slots[slot] = number + 1;
        if (Texts.Count * 2 > slots.Length)
            Grow();
        return number;
    }

    private int FindSlot(ReadOnlySpan<byte> text)
    {
        var mask = slots.Length - 1;
        var slot = (int)XxHash64.Hash(text) & mask;
        while (slots[slot] != 0 && !Texts[slots[slot] - 1].SequenceEqual(text))
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        slots = new int[BitOperations.RoundUpToPowerOf2((uint)slots.Length + 1)];
        for (var number = 0; number < Texts.Count; number++)
            slots[FindSlot(Texts[number])] = number + 1;
    }
}
