namespace MovieGrains.Catalog.Layout;

/// <summary>Gives the arrays of a stored index, in the order in which they were written.</summary>
/// <remarks>Checksums have vouched for the bytes. What is checked here is that the arrays fit one another, so that no query reads
/// beyond one; where they don't, it is an <see cref="InvalidDataException"/>.</remarks>
internal sealed class IndexReader(IReadOnlyList<Array> arrays)
{
    private int next;

    /// <summary>The next array, of whatever length.</summary>
    public T[] Read<T>()
        where T : unmanaged
    {
        // Not by a cast alone: to the runtime, uints are ints.
        Require(next < arrays.Count && arrays[next].GetType() == typeof(T[]));
        return (T[])arrays[next++];
    }

    /// <summary>The next array.</summary>
    public T[] Read<T>(int length)
        where T : unmanaged
    {
        var array = Read<T>();
        Require(array.Length == length);
        return array;
    }

    /// <summary>The next array, of numbers from 0 on.</summary>
    /// <param name="below">One more than the greatest there may be.</param>
    public int[] ReadNumbers(int below)
    {
        var numbers = Read<int>();
        uint greatest = 0;
        foreach (var number in numbers)
            greatest = Math.Max(greatest, (uint)number);
        Require(numbers.Length == 0 || greatest < (uint)below);
        return numbers;
    }

    /// <summary>The next array, of numbers from 0 on.</summary>
    public int[] ReadNumbers(int length, int below)
    {
        var numbers = ReadNumbers(below);
        Require(numbers.Length == length);
        return numbers;
    }

    /// <summary>The next array, of where each of some runs ends, one behind the other.</summary>
    /// <param name="last">Where the last one ends.</param>
    public int[] ReadEnds(int last)
    {
        var ends = Read<int>();
        int before = 0, descents = 0;
        foreach (var end in ends)
        {
            descents |= end - before;
            before = end;
        }
        Require(descents >= 0 && before == last);
        return ends;
    }

    /// <summary>The next array, of where each of some runs ends, one behind the other.</summary>
    public int[] ReadEnds(int length, int last)
    {
        var ends = ReadEnds(last);
        Require(ends.Length == length);
        return ends;
    }

    /// <summary>Says that nothing may be left.</summary>
    public void End() => Require(next == arrays.Count);

    /// <summary>Refuses the index unless something holds.</summary>
    public static void Require(bool condition)
    {
        if (!condition)
            throw new InvalidDataException("The arrays of a stored index do not fit one another.");
    }
}
