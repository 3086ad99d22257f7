using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>The movies of one part that have a word of a search, by the field and how well it fits: bitmaps, used again and again.</summary>
internal sealed class WordMovies
{
    private const int Fields = 4, Grades = 4;

    private readonly ulong[][] bits = [.. Enumerable.Repeat(Array.Empty<ulong>(), Fields * Grades)];
    private uint used; // One bit for each set that is not empty.
    private int words;

    /// <summary>Begins anew: no movie has it.</summary>
    /// <param name="movies">How many movies the part has.</param>
    public void Clear(int movies)
    {
        used = 0;
        words = Bitmap.WordsFor(movies);
    }

    /// <summary>Whether no movie has it.</summary>
    public bool IsEmpty => used == 0;

    /// <summary>Whether movies have it in a field.</summary>
    public bool Has(WordField field) => (used >> ((int)field * Grades) & 0xF) != 0;

    /// <summary>A set to add movies to.</summary>
    public Span<ulong> Open(WordField field, Grade grade)
    {
        var set = ((int)field * Grades) + (int)grade;
        if (bits[set].Length < words)
            bits[set] = new ulong[words];
        if ((used >> set & 1) == 0)
            bits[set].AsSpan(0, words).Clear();
        used |= 1U << set;
        return bits[set].AsSpan(0, words);
    }

    /// <summary>Adds those that have the word in one of the fields from a first to a last one to a bitmap.</summary>
    public void OrInto(WordField first, WordField last, Span<ulong> movies)
    {
        for (var set = (int)first * Grades; set < ((int)last + 1) * Grades; set++)
        {
            if ((used >> set & 1) != 0)
                Bitmap.Or(movies, bits[set].AsSpan(0, words));
        }
    }

    /// <summary>How many movies have it, added up over the fields.</summary>
    /// <param name="deleted">Movies that don't count; may be empty.</param>
    /// <param name="last">The last field that counts.</param>
    public long Count(ReadOnlySpan<ulong> deleted, WordField last = WordField.Extract)
    {
        long count = 0;
        for (var set = 0; set < ((int)last + 1) * Grades; set++)
        {
            if ((used >> set & 1) == 0)
                continue;
            var movies = bits[set].AsSpan(0, words);
            count += Bitmap.Count(movies);
            if (!deleted.IsEmpty)
                count -= Bitmap.CountAnd(movies, deleted);
        }
        return count;
    }

    /// <summary>The movies that have it in a field, by how well it fits; nothing when none has.</summary>
    public ReadOnlySpan<ulong> MoviesOf(WordField field, Grade grade)
    {
        var set = ((int)field * Grades) + (int)grade;
        return (used >> set & 1) != 0 ? bits[set].AsSpan(0, words) : default;
    }

    /// <summary>How well any movie has it in a field; null when none has.</summary>
    public Grade? BestGradeIn(WordField field) =>
        Has(field) ? (Grade)System.Numerics.BitOperations.TrailingZeroCount(used >> ((int)field * Grades)) : null;

    /// <summary>How well a movie has it in a field; null when it hasn't.</summary>
    public Grade? GradeOf(int movie, WordField field)
    {
        var sets = used >> ((int)field * Grades) & 0xF;
        for (var grade = 0; sets != 0; grade++, sets >>= 1)
        {
            if ((sets & 1) != 0 && Bitmap.Contains(bits[((int)field * Grades) + grade], movie))
                return (Grade)grade;
        }
        return null;
    }
}
