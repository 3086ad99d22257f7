using System.Text;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Movies;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Bench.Tests;

public class AskTests
{
    private static readonly Vocabulary Words = Vocabulary.Of(MovieFeed.Generated(2000), seed: 1);

    [Fact]
    public void ToPath_AwkwardText_IsEscaped() =>
        Assert.Equal("/movies?title=a%5C%7Cb%26%3D%20%C3%A9&year=1999", new Ask { Title = "a|b&= é", Year = 1999 }.ToPath());

    [Fact]
    public void ToQuery_Texts_AreFolded()
    {
        var query = new Ask { Cast = "ZaSu Pitts", Facets = true }.ToQuery();
        var filter = Assert.Single(query.Texts);
        Assert.Equal(TextField.Cast, filter.Field);
        Assert.Equal("zasu pitts", Encoding.UTF8.GetString(filter.Alternatives[0]));
        Assert.Equal(4, query.Facets.Length);
    }

    [Fact]
    public void ToQuery_Cursor_IsReadForItsQuery()
    {
        var cursor = new Cursor(1999, "the matrix"u8.ToArray(), "1999-abc");
        var ask = new Ask { Cursor = CursorCodec.Encode(cursor, new Query()) };
        Assert.Equal("1999-abc", ask.ToQuery().After!.Id);
        Assert.Throws<BenchException>(() => (ask with { Year = 1999 }).ToQuery());
    }

    [Fact]
    public void Draw_SameSeed_DrawsTheSame()
    {
        string[] Paths() => [.. new QueryMix(Words, ["c"], 5).Draw(Shape.Mix, 200).Select(ask => ask.ToPath())];
        Assert.Equal(Paths(), Paths());
    }

    [Theory]
    [InlineData(nameof(Shape.Cast))]
    [InlineData(nameof(Shape.Actor))]
    [InlineData(nameof(Shape.Title))]
    [InlineData(nameof(Shape.FourFilters))]
    [InlineData(nameof(Shape.AllFacets))]
    public void Draw_ShapesOfText_AreQueriesOverManyValues(string shape)
    {
        var asks = new QueryMix(Words, [], 5).Draw(Enum.Parse<Shape>(shape), 1000);
        Assert.All(asks, ask => Assert.All(ask.ToQuery().Texts, filter => Assert.NotEmpty(filter.Alternatives[0])));
        Assert.InRange(asks.Select(ask => ask.ToPath()).Distinct(StringComparer.Ordinal).Count(), 300, 1000);
    }

    [Fact]
    public void Draw_FourFilters_HaveAMovieThatMatches()
    {
        var movies = new List<string>();
        MovieFeed.Generated(2000).Read((json, _) => movies.Add(Encoding.UTF8.GetString(json)));
        foreach (var ask in new QueryMix(Words, [], 5).Draw(Shape.FourFilters, 50))
        {
            Assert.Contains(movies, movie => movie.Contains($"\"year\":{ask.Year},", StringComparison.Ordinal)
                && movie.Contains(ask.Title!, StringComparison.Ordinal) && movie.Contains(ask.Actor!, StringComparison.Ordinal)
                && movie.Contains($"\"{ask.Genre}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Draw_Mix_SortsOneInTen()
    {
        var sorted = new QueryMix(Words, ["c"], 5).Draw(Shape.Mix, 5000).Count(ask => ask.Sort is not null);
        Assert.InRange(sorted, 300, 600);
    }
}
