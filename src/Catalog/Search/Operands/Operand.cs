using System.Collections.Immutable;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>A text filter made ready for one part: it can list its movies, thin out a list, or thin out a bitmap.</summary>
/// <remarks>Objects are used again from part to part and query to query; they hold buffers. One thread at a time.</remarks>
internal abstract class Operand
{
    private ulong[] union = [];
    private int[] numbers = [];

    /// <summary>No more movies than this match. Of an operand that looks at text, known once it is resolved.</summary>
    public long Estimate { get; protected set; }

    /// <summary>Whether <see cref="And"/> has to look at the texts of the movies that are left.</summary>
    public abstract bool LooksAtText { get; }

    /// <summary>Makes ready for a part.</summary>
    public abstract void Prepare(Part part, ImmutableArray<byte[]> alternatives);

    /// <summary>Lets go of the part.</summary>
    public abstract void Release();

    /// <summary>Finds the lists that lead to the movies, for an operand that can do without; then <see cref="Estimate"/> is
    /// known, and <see cref="And"/> and <see cref="List(int, int)"/> may be called.</summary>
    public virtual void Resolve()
    {
    }

    /// <summary>Whether all that <see cref="List(int, int)"/> gives matches; else it gives candidates, which
    /// <see cref="Keep"/> has yet to look at: best after all other operands have thinned them out.</summary>
    public virtual bool ListsExactly => true;

    /// <summary>The movies of [<paramref name="from"/>, <paramref name="end"/>) that match, or may match, ascending, none twice.</summary>
    /// <returns>A slice of a buffer of this operand.</returns>
    public Span<int> List(int from, int end)
    {
        var count = List(from, end, ref numbers);
        return numbers.AsSpan(0, count);
    }

    /// <summary>Keeps of some movies, ascending, those that match, at the front.</summary>
    /// <returns>How many are left.</returns>
    public abstract int Keep(Span<int> movies);

    /// <summary>Removes from a window of a bitmap the movies that do not match.</summary>
    public abstract void And(int firstWord, Span<ulong> window);

    protected abstract int List(int from, int end, ref int[] buffer);

    /// <summary>An empty bitmap to unite lists in.</summary>
    protected Span<ulong> EmptyUnion(int words)
    {
        if (union.Length < words)
            union = new ulong[words];
        var empty = union.AsSpan(0, words);
        empty.Clear();
        return empty;
    }

    /// <summary>Keeps of some movies, at the front, those in a bitmap's window.</summary>
    protected static int KeepBits(Span<int> movies, ReadOnlySpan<ulong> window, int firstWord)
    {
        var count = 0;
        foreach (var movie in movies)
        {
            movies[count] = movie;
            count += Bitmap.Contains(window, movie - (firstWord << 6)) ? 1 : 0;
        }
        return count;
    }

    /// <summary>The numbers of a bitmap's window that are in [from, end).</summary>
    protected static int ListWindow(ReadOnlySpan<ulong> window, int firstWord, int from, int end, ref int[] buffer)
    {
        var most = Bitmap.Count(window);
        if (buffer.Length < most)
            buffer = new int[most];
        var count = 0;
        foreach (var offset in new BitmapNumbers(window))
        {
            var number = (firstWord << 6) + offset;
            buffer[count] = number;
            count += number >= from && number < end ? 1 : 0;
        }
        return count;
    }

    /// <summary>Unites some lists of postings within [from, end), ascending, none twice.</summary>
    protected int ListUnion(PostingLists postings, ReadOnlySpan<int> lists, int from, int end, ref int[] buffer)
    {
        int firstWord = from >> 6, words = ((end + 63) >> 6) - firstWord;
        long total = 0;
        var anyDense = false;
        foreach (var list in lists)
        {
            total += postings.CountOf(list);
            anyDense |= postings.IsDense(list);
        }
        // Sorting n numbers takes about n·log n steps, clearing and reading a bitmap one a word.
        if (anyDense || total * 4 > words)
        {
            var bits = EmptyUnion(words);
            foreach (var list in lists)
                postings.OrInto(list, firstWord, bits);
            return ListWindow(bits, firstWord, from, end, ref buffer);
        }
        if (buffer.Length < total)
            buffer = new int[total];
        var count = 0;
        foreach (var list in lists)
            count += postings.Decode(list, from, end, buffer.AsSpan(count));
        return lists.Length == 1 ? count : SortDistinct(buffer.AsSpan(0, count));
    }

    protected static int SortDistinct(Span<int> numbers)
    {
        numbers.Sort();
        var count = 0;
        foreach (var number in numbers)
        {
            if (count == 0 || numbers[count - 1] != number)
                numbers[count++] = number;
        }
        return count;
    }
}
