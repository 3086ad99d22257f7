using System.Diagnostics;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Suggestions;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Parts;

/// <summary>An immutable index of some movies and their documents.</summary>
/// <remarks>
/// Movies are numbered densely in the default order: newest year first, then folded title, then id. So a year is a run of
/// numbers, a page in the default order is the first numbers of a result, and numbers can stand for sort keys.
/// </remarks>
internal sealed class Part
{
    /// <summary>No part has more movies: sort keys give 25 bits to a movie's rank (see <see cref="Search.SortKeys"/>).</summary>
    public const int MaxMovies = 1 << 25;

    /// <summary>How many movies.</summary>
    public required int Count { get; init; }

    public required Documents Documents { get; init; }

    /// <summary>Where each movie's document is.</summary>
    public required long[] Addresses { get; init; }

    /// <summary>The year of each movie.</summary>
    public required ushort[] Years { get; init; }

    /// <summary>The folded title of each movie.</summary>
    public required TextColumn Titles { get; init; }

    /// <summary>For each movie, the rank of its title among the part's different titles, from 0.</summary>
    public required int[] TitleRanks { get; init; }

    /// <summary>The movies by title, then number.</summary>
    public required int[] ByTitle { get; init; }

    /// <summary>For each movie, the rank of its id, from 0.</summary>
    public required int[] IdRanks { get; init; }

    /// <summary>The movies by id.</summary>
    public required int[] ById { get; init; }

    /// <summary>The words of titles, and the movies of each.</summary>
    public required WordIndex TitleWords { get; init; }

    public required TermIndex Genres { get; init; }

    public required TermIndex Cast { get; init; }

    /// <summary>The words of cast names, and the movies of each.</summary>
    public required WordIndex CastWords { get; init; }

    /// <summary>The titles that have a run around a blank.</summary>
    public required PhraseIndex TitlePhrases { get; init; }

    /// <summary>The cast names that have a run around a blank.</summary>
    public required PhraseIndex CastPhrases { get; init; }

    /// <summary>What titles and names begin with, the likeliest first.</summary>
    public required SuggestIndex Suggestions { get; init; }

    /// <summary>The words of all texts, for ranked search.</summary>
    public required TextIndex Text { get; init; }

    public ReadOnlySpan<byte> DocumentOf(int movie) => Documents[Addresses[movie]];

    public ReadOnlySpan<byte> IdOf(int movie) => DocumentFormat.IdOf(DocumentOf(movie));

    public long MemoryBytes => Documents.MemoryBytes + IndexBytes;

    /// <summary>Bytes of all but the documents.</summary>
    public long IndexBytes =>
        (8L * Addresses.Length) + (2L * Years.Length) + Titles.MemoryBytes
        + (4L * (TitleRanks.Length + ByTitle.Length + IdRanks.Length + ById.Length))
        + TitleWords.MemoryBytes + Genres.MemoryBytes + Cast.MemoryBytes
        + CastWords.MemoryBytes + TitlePhrases.MemoryBytes + CastPhrases.MemoryBytes + Text.MemoryBytes + Suggestions.MemoryBytes;

    /// <summary>The movies of a range of years: from the first number to before the last.</summary>
    public (int First, int End) MoviesOf(YearRange years) => (FirstAtMost(years.Last), FirstAtMost(years.First - 1));

    /// <summary>The first place in <see cref="ByTitle"/> whose title is not before the given one, and whether it is that title.</summary>
    public (int Place, bool Found) FindTitle(ReadOnlySpan<byte> folded)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (Titles[ByTitle[middle]].SequenceCompareTo(folded) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return (low, low < Count && Titles[ByTitle[low]].SequenceEqual(folded));
    }

    /// <summary>How many different titles come before the place in <see cref="ByTitle"/>: the rank a title there has or would have.</summary>
    public int TitleRankAt(int place) => place == Count ? (Count == 0 ? 0 : TitleRanks[ByTitle[^1]] + 1) : TitleRanks[ByTitle[place]];

    /// <summary>The first place in <see cref="ById"/> whose id is not before the given text.</summary>
    public int FindId(ReadOnlySpan<byte> id)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (IdOf(ById[middle]).SequenceCompareTo(id) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The first movie whose year is at most the given one.</summary>
    private int FirstAtMost(int year)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (Years[middle] > year)
                low = middle + 1;
            else
                high = middle;
        }
        Debug.Assert(low == Count || Years[low] <= year);
        return low;
    }
}
