using System.Text;
using System.Text.Json;
using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Tests;

public class MovieGeneratorTests
{
    [Fact]
    public void Make_SameSeed_MakesTheSameInAnyOrder()
    {
        MovieGenerator first = new(500), second = new(500);
        var forwards = Enumerable.Range(0, 500).Select(place => Text(first, place)).ToArray();
        for (var place = 499; place >= 0; place--)
            Assert.Equal(forwards[place], Text(second, place));
    }

    [Fact]
    public void Make_OtherSeed_MakesOthers() =>
        Assert.NotEqual(Text(new MovieGenerator(500), 3), Text(new MovieGenerator(500, seed: 2), 3), StringComparer.Ordinal);

    [Fact]
    public void Make_EveryMovie_IsARecordWithItsOwnHref()
    {
        var generator = new MovieGenerator(20_000);
        var hrefs = new HashSet<string>(StringComparer.Ordinal);
        for (var place = 0; place < generator.Count; place++)
        {
            using var movie = JsonDocument.Parse(Text(generator, place));
            Assert.InRange(movie.RootElement.GetProperty("year").GetInt32(), 1900, 2023);
            Assert.False(string.IsNullOrWhiteSpace(movie.RootElement.GetProperty("title").GetString()));
            Assert.True(hrefs.Add(movie.RootElement.GetProperty("href").GetString()!));
        }
    }

    [Fact]
    public void Make_AnotherVersion_IsTheSameMovieChanged()
    {
        var generator = new MovieGenerator(1000);
        using var before = JsonDocument.Parse(Text(generator, 77));
        using var after = JsonDocument.Parse(Text(generator, 77, version: 1));
        foreach (var name in new[] { "title", "year", "href" })
            Assert.Equal(before.RootElement.GetProperty(name).ToString(), after.RootElement.GetProperty(name).ToString());
        Assert.NotEqual(before.RootElement.ToString(), after.RootElement.ToString(), StringComparer.Ordinal);
    }

    [Fact]
    public void Make_AsManyAsTheRealSet_LooksLikeIt()
    {
        var generator = new MovieGenerator(RealSet.Records);
        int parts = 0, dramas = 0, recent = 0;
        long bytes = 0;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var place = 0; place < generator.Count; place++)
        {
            var text = Text(generator, place);
            bytes += Encoding.UTF8.GetByteCount(text);
            using var movie = JsonDocument.Parse(text);
            recent += movie.RootElement.GetProperty("year").GetInt32() >= 2000 ? 1 : 0;
            dramas += movie.RootElement.GetProperty("genres").EnumerateArray().Any(genre => genre.ValueEquals("Drama")) ? 1 : 0;
            foreach (var name in movie.RootElement.GetProperty("cast").EnumerateArray())
            {
                parts++;
                names.Add(name.GetString()!);
            }
        }
        // The real set's figures, within a few per cent.
        Within(606, (double)bytes / generator.Count);
        Within(133_326, parts);
        Within(RealSet.Names, names.Count);
        Within(14_062, dramas);
        Within(6095, recent);
    }

    private static string Text(MovieGenerator generator, int place, int version = 0) =>
        Encoding.UTF8.GetString(generator.Make(place, version));

    private static void Within(double wanted, double found) => Assert.InRange(found, wanted * 0.94, wanted * 1.06);
}
