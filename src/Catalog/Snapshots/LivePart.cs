using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Snapshots;

/// <summary>A part as one snapshot has it: with what has been deleted in it since it was built.</summary>
/// <remarks>Immutable; a deletion makes another one that shares the part.</remarks>
internal sealed class LivePart
{
    private readonly ulong[]? deleted;

    public LivePart(Part part, int[] genreNumbers, int[] castNumbers)
        : this(part, genreNumbers, castNumbers, null, 0)
    {
    }

    private LivePart(Part part, int[] genreNumbers, int[] castNumbers, ulong[]? deleted, int deletedCount)
    {
        Part = part;
        GenreNumbers = genreNumbers;
        CastNumbers = castNumbers;
        this.deleted = deleted;
        DeletedCount = deletedCount;
    }

    public Part Part { get; }

    /// <summary>The catalogue-wide number of each genre of the part.</summary>
    public int[] GenreNumbers { get; }

    /// <summary>The catalogue-wide number of each cast name of the part.</summary>
    public int[] CastNumbers { get; }

    /// <summary>How many movies of the part are deleted.</summary>
    public int DeletedCount { get; }

    /// <summary>How many are not.</summary>
    public int LiveCount => Part.Count - DeletedCount;

    /// <summary>The deleted movies as a bitmap; empty when there are none.</summary>
    public ReadOnlySpan<ulong> Deleted => deleted;

    public bool IsDeleted(int movie) => deleted is not null && Bitmap.Contains(deleted, movie);

    /// <summary>The part with some more movies deleted.</summary>
    /// <param name="movies">None deleted before, none twice.</param>
    public LivePart Delete(IReadOnlyCollection<int> movies)
    {
        if (movies.Count == 0)
            return this;
        var bits = deleted is null ? new ulong[Bitmap.WordsFor(Part.Count)] : (ulong[])deleted.Clone();
        foreach (var movie in movies)
            Bitmap.Set(bits, movie);
        return new LivePart(Part, GenreNumbers, CastNumbers, bits, DeletedCount + movies.Count);
    }
}
