namespace MovieGrains.Catalog.Postings;

/// <summary>Numbers distinct keys in the order in which they first come: a hash table over integers.</summary>
/// <remarks>Open addressing with linear probing, at most half full. Key 0 can't be held.</remarks>
internal sealed class KeyTable
{
    private ulong[] keys = new ulong[1024];
    private int[] numbers = new int[1024];

    public int Count { get; private set; }

    /// <summary>The number of a key, given to it now when it has none.</summary>
    /// <param name="key">Not 0.</param>
    public int GetOrAdd(ulong key)
    {
        var slot = FindSlot(key);
        if (keys[slot] == key)
            return numbers[slot];
        if (Count * 2 >= keys.Length)
        {
            Grow();
            slot = FindSlot(key);
        }
        keys[slot] = key;
        return numbers[slot] = Count++;
    }

    /// <summary>The keys in ascending order, and the number of each.</summary>
    public (ulong[] Sorted, int[] Order) Order()
    {
        var sorted = new ulong[Count];
        var order = new int[Count];
        for (var slot = 0; slot < keys.Length; slot++)
        {
            if (keys[slot] != 0)
                (sorted[numbers[slot]], order[numbers[slot]]) = (keys[slot], numbers[slot]);
        }
        KeySort.Sort(sorted, order);
        return (sorted, order);
    }

    private int FindSlot(ulong key)
    {
        // Fibonacci hashing: the high bits of the product depend on all bits of the key.
        var mask = keys.Length - 1;
        var slot = (int)((key * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (keys[slot] != 0 && keys[slot] != key)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var (oldKeys, oldNumbers) = (keys, numbers);
        keys = new ulong[oldKeys.Length * 2];
        numbers = new int[keys.Length];
        for (var slot = 0; slot < oldKeys.Length; slot++)
        {
            if (oldKeys[slot] == 0)
                continue;
            var to = FindSlot(oldKeys[slot]);
            (keys[to], numbers[to]) = (oldKeys[slot], oldNumbers[slot]);
        }
    }
}
