using System.Text;

namespace MovieGrains.Bench.Movies;

/// <summary>Makes movies as JSON that are distributed like the real set, in any number.</summary>
/// <remarks>
/// A movie depends on the seed, the number of movies and its own place alone, so any of them can be made again at any
/// time. Not safe for several threads; several generators of one seed make the same movies.
/// </remarks>
internal sealed class MovieGenerator
{
    private static readonly WeightedChoice Years = WeightedChoice.Of(RealSet.Years);
    private static readonly EraChoices[] Eras = [.. RealSet.Eras.Select(era => new EraChoices(era))];
    private static readonly byte[][] Genres = [.. RealSet.Genres.Select(Encoding.UTF8.GetBytes)];
    private static readonly double[] PartsBefore = CountPartsBefore();

    private readonly ulong seed;
    private readonly TitlePatterns titles;
    private readonly Extracts extracts;
    private readonly CastPools people;
    private readonly ByteText text = new();

    /// <summary>Prepares the generator.</summary>
    /// <param name="count">How many movies there are; vocabularies grow with it.</param>
    /// <param name="seed">Another seed gives other movies.</param>
    public MovieGenerator(int count, ulong seed = 1)
    {
        Count = count;
        this.seed = Rolls.Mix(seed + 1);
        var words = new TitleWords(count);
        titles = new TitlePatterns(words);
        extracts = new Extracts(words);
        people = new CastPools(count, PartsBefore[^1] / RealSet.Records);
    }

    /// <summary>How many movies there are.</summary>
    public int Count { get; }

    /// <summary>Makes one movie.</summary>
    /// <param name="place">Which, from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="version">Another version is the same movie with another cast and extract, as a later file would have it.</param>
    /// <returns>Its JSON on one line, good until the next is made.</returns>
    public ReadOnlySpan<byte> Make(int place, int version = 0)
    {
        text.Clear();
        var rolls = new Rolls(seed ^ Rolls.Mix((ulong)place));
        var year = RealSet.FirstYear + Years.Draw(ref rolls);
        var movie = AddTitle(year, ref rolls);
        var href = rolls;
        if (version > 0)
            rolls = new Rolls(seed ^ Rolls.Mix((ulong)place + ((ulong)version << 32)));
        var era = Eras[EraOf(year)];
        movie = AddCast(movie, era, ref rolls);
        AddGenres(era, ref rolls);
        AddHref(place, movie, ref href);
        AddExtract(era, movie, ref rolls);
        AddThumbnail(place, ref rolls);
        text.Add('}');
        return text.Written;
    }

    private MovieFacts AddTitle(int year, ref Rolls rolls)
    {
        text.Add("{\"title\":\""u8);
        var start = text.Length;
        titles.Add(text, ref rolls);
        var end = text.Length;
        text.Add("\",\"year\":"u8);
        text.Add(year);
        return new MovieFacts(year, start, end, 0, 0);
    }

    private MovieFacts AddCast(MovieFacts movie, EraChoices era, ref Rolls rolls)
    {
        text.Add(",\"cast\":["u8);
        var size = era.DrawCastSize(ref rolls);
        var index = movie.Year - RealSet.FirstYear;
        for (var i = 0; i < size; i++)
        {
            text.Add(i == 0 ? "\""u8 : ",\""u8);
            var start = text.Length;
            var time = (PartsBefore[index] + (rolls.Fraction() * (PartsBefore[index + 1] - PartsBefore[index]))) / PartsBefore[^1];
            PersonNames.Add(text, people.Draw(ref rolls, time));
            if (i == 0)
                movie = movie with { LeadStart = start, LeadEnd = text.Length };
            text.Add('"');
        }
        text.Add(']');
        return movie;
    }

    private void AddGenres(EraChoices era, ref Rolls rolls)
    {
        Span<int> genres = stackalloc int[RealSet.Genres.Length];
        text.Add(",\"genres\":["u8);
        var count = era.DrawGenres(ref rolls, genres);
        for (var i = 0; i < count; i++)
        {
            text.Add(i == 0 ? "\""u8 : ",\""u8);
            text.Add(Genres[genres[i]]);
            text.Add('"');
        }
        text.Add(']');
    }

    /// <summary>The title, and the place in letters: namesakes of a year stay told apart, as they are in reality.</summary>
    private void AddHref(int place, in MovieFacts movie, ref Rolls rolls)
    {
        text.Add(",\"href\":\""u8);
        var start = text.Length;
        text.Repeat(movie.TitleStart, movie.TitleEnd);
        text.Replace(start, ' ', '_');
        text.Add(rolls.Chance(0.3) ? "_(film_"u8 : "_("u8);
        for (var rest = place; rest > 0; rest /= 26)
            text.Add((char)('a' + (rest % 26)));
        text.Add(")\""u8);
    }

    private void AddExtract(EraChoices era, in MovieFacts movie, ref Rolls rolls)
    {
        var length = era.DrawExtractLength(ref rolls);
        if (length == 0)
            return;
        text.Add(",\"extract\":\""u8);
        extracts.Add(text, length, movie, ref rolls);
        text.Add('"');
    }

    private void AddThumbnail(int place, ref Rolls rolls)
    {
        if (!rolls.Chance(RealSet.ThumbnailShare))
            return;
        text.Add(",\"thumbnail\":\"https://images.example/pictures/en/thumb/"u8);
        for (var i = 0; i < 4; i++)
            text.Add((char)('a' + rolls.Below(26)));
        text.Add("/poster-of-a-movie-made-by-number-"u8);
        text.Add(place);
        text.Add(".jpg\",\"thumbnail_width\":"u8);
        text.Add(rolls.Chance(0.3) ? 320 : 254 + rolls.Below(8));
        text.Add(",\"thumbnail_height\":"u8);
        text.Add(180 + rolls.Below(300));
    }

    private static int EraOf(int year)
    {
        for (var era = 0; era < RealSet.Eras.Length - 1; era++)
        {
            if (year <= RealSet.Eras[era].LastYear)
                return era;
        }
        return RealSet.Eras.Length - 1;
    }

    /// <summary>The parts played before each year, and in the last place all of them: the calendar that careers follow.</summary>
    private static double[] CountPartsBefore()
    {
        var parts = new double[RealSet.Years.Length + 1];
        for (var i = 0; i < RealSet.Years.Length; i++)
            parts[i + 1] = parts[i] + (RealSet.Years[i] * Eras[EraOf(RealSet.FirstYear + i)].MeanCast);
        return parts;
    }
}
