using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search;

/// <summary>The movies of one part that match, in the form that was cheapest to find them in.</summary>
internal readonly ref struct MatchSet
{
    private MatchSet(MatchForm form, int count, int first, int end, ReadOnlySpan<int> list, ReadOnlySpan<ulong> bits)
    {
        Form = form;
        Count = count;
        First = first;
        End = end;
        List = list;
        Bits = bits;
    }

    public MatchForm Form { get; }

    /// <summary>How many match, exactly.</summary>
    public int Count { get; }

    /// <summary>No smaller number matches. With bits, a multiple of 64.</summary>
    public int First { get; }

    /// <summary>All numbers that match are smaller.</summary>
    public int End { get; }

    /// <summary>With <see cref="MatchForm.List"/>: the numbers, ascending.</summary>
    public ReadOnlySpan<int> List { get; }

    /// <summary>With <see cref="MatchForm.Bits"/>: a bitmap of the numbers from <see cref="First"/> on.
    /// With <see cref="MatchForm.Range"/>: a bitmap, from number 0 on, of those that do not match; may be empty.</summary>
    public ReadOnlySpan<ulong> Bits { get; }

    public static MatchSet Empty => new(MatchForm.List, 0, 0, 0, [], []);

    public static MatchSet OfList(ReadOnlySpan<int> list) =>
        list.IsEmpty ? Empty : new(MatchForm.List, list.Length, list[0], list[^1] + 1, list, []);

    public static MatchSet OfBits(int firstWord, ReadOnlySpan<ulong> bits) => OfBits(firstWord, bits, Bitmap.Count(bits));

    /// <summary>The same, of movies that have been counted.</summary>
    public static MatchSet OfBits(int firstWord, ReadOnlySpan<ulong> bits, int count) =>
        new(MatchForm.Bits, count, firstWord << 6, (firstWord + bits.Length) << 6, [], bits);

    public static MatchSet OfRange(int first, int end, ReadOnlySpan<ulong> deleted) =>
        new(MatchForm.Range, end - first - (deleted.IsEmpty ? 0 : Bitmap.Count(deleted, first, end)), first, end, [], deleted);

    /// <summary>Whether a movie matches.</summary>
    public bool Contains(int movie) => movie >= First && movie < End && Form switch
    {
        MatchForm.List => List.BinarySearch(movie) >= 0,
        MatchForm.Bits => Bitmap.Contains(Bits, movie - First),
        _ => Bits.IsEmpty || !Bitmap.Contains(Bits, movie),
    };

    /// <summary>How many movies of [<paramref name="from"/>, <paramref name="end"/>) match.</summary>
    public int CountIn(int from, int end)
    {
        from = Math.Max(from, First);
        end = Math.Min(end, End);
        if (from >= end)
            return 0;
        return Form switch
        {
            MatchForm.List => Place(end) - Place(from),
            MatchForm.Bits => Bitmap.Count(Bits, from - First, end - First),
            _ => end - from - (Bits.IsEmpty ? 0 : Bitmap.Count(Bits, from, end)),
        };
    }

    /// <summary>The matching movies from <paramref name="from"/> on, in ascending order.</summary>
    public Walker WalkFrom(int from) => new(this, from);

    /// <summary>Writes the set as a bitmap of all movies.</summary>
    public void CopyTo(Span<ulong> movies)
    {
        movies.Clear();
        if (Form == MatchForm.Bits)
        {
            Bits.CopyTo(movies[(First >> 6)..]);
            return;
        }
        var walker = WalkFrom(0);
        while (walker.MoveNext())
            Bitmap.Set(movies, walker.Current);
    }

    /// <summary>The first place in the list whose number is not below the given one.</summary>
    private int Place(int number)
    {
        var place = List.BinarySearch(number);
        return place < 0 ? ~place : place;
    }

    /// <summary>Goes through the matching movies.</summary>
    internal ref struct Walker
    {
        private readonly MatchSet set;
        private int next;   // List: the next place. Bits: the next word. Range: the next number.
        private ulong rest; // Bits: what is left of the word before.

        public Walker(MatchSet set, int from)
        {
            this.set = set;
            from = Math.Max(from, set.First);
            switch (set.Form)
            {
                case MatchForm.List:
                    next = set.Place(from);
                    break;
                case MatchForm.Bits:
                    var offset = from - set.First;
                    next = offset >> 6;
                    if (next < set.Bits.Length)
                        rest = set.Bits[next] & (ulong.MaxValue << (offset & 63));
                    next++;
                    break;
                default:
                    next = from;
                    break;
            }
        }

        /// <summary>The movie reached.</summary>
        public int Current { get; private set; }

        public bool MoveNext() => set.Form switch
        {
            MatchForm.List => NextOfList(),
            MatchForm.Bits => NextOfBits(),
            _ => NextOfRange(),
        };

        private bool NextOfList()
        {
            if (next >= set.List.Length)
                return false;
            Current = set.List[next++];
            return true;
        }

        private bool NextOfBits()
        {
            while (rest == 0)
            {
                if (next >= set.Bits.Length)
                    return false;
                rest = set.Bits[next++];
            }
            Current = set.First + ((next - 1) << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            return true;
        }

        private bool NextOfRange()
        {
            while (next < set.End && !set.Bits.IsEmpty && Bitmap.Contains(set.Bits, next))
                next++;
            Current = next++;
            return Current < set.End;
        }
    }
}

/// <summary>How a <see cref="MatchSet"/> holds its movies.</summary>
internal enum MatchForm
{
    /// <summary>One by one.</summary>
    List,

    /// <summary>As a bitmap of a window.</summary>
    Bits,

    /// <summary>All of a range but the deleted ones.</summary>
    Range,
}
