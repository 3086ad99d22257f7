using System.Text;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Http.Tests;

public sealed class AliasTests
{
    [Theory]
    [InlineData("/movies/year/1999", "/movies?year=1999")]
    [InlineData("/movies/year/1990..1999", "/movies?year=1990..1999")]
    [InlineData("/movies/name/Face%2FOff", "/movies?name=Face/Off")]
    [InlineData("/movies/name/a%257Cb", "/movies?name=a%257Cb")]
    [InlineData("/movies/name/a%7Cb%5C", @"/movies?name=a\|b\\")]
    [InlineData("/movies/name/a+b_c", "/movies?name=a%2Bb_c")]
    [InlineData("/movies/genre/Science%20Fiction", "/movies?genre=science+fiction")]
    [InlineData("/movies/castmember/Zo%C3%AB", "/movies?cast=zoe")]
    [InlineData("/films?year=1999", "/movies?year=1999")]
    [InlineData("/?title_contains=x&year=1999&cast=y&genre=z&page=2&page_size=7", "/movies?title=x&year=1999&cast=y&genre=z&page=3&page_size=7")]
    [InlineData("/year/1999?page=2&sort=title", "/movies?year=1999&page=2&sort=title")]
    [InlineData("/year/1999?year=1998&genre=a|b", "/movies?year=1999&year=1998&genre=a|b")]
    [InlineData("/title/the_matrix", "/movies?name=the+matrix")]
    [InlineData("/title/the%5Fmatrix", "/movies?name=the_matrix")]
    [InlineData("/title/Face%2FOff", "/movies?name=Face/Off")]
    [InlineData("/title/%24", "/movies?name=$")]
    [InlineData("/genre/science_fiction", "/movies?genre=science+fiction")]
    [InlineData("/cast/hanks", "/movies?actor=hanks")]
    [InlineData("/cast/fullname/Yahya_Abdul-Mateen_II", "/movies?cast=yahya+abdul-mateen+ii")]
    [InlineData("/cast/fullname/O'Brien", "/movies?cast=o'brien")]
    [InlineData("/cast/firstname/Tom/lastname/Hanks", "/movies?cast=tom+hanks")]
    [InlineData("/cast/firstname/Yahya/middlename/Abdul-Mateen/lastname/II", "/movies?cast=yahya+abdul-mateen+ii")]
    [InlineData("/cast/firstname/Mary_Kay/lastname/Place", "/movies?cast=mary+kay+place")]
    [InlineData("/CAST/fullname/x", "/movies?cast=x")]
    public async Task Alias_AnyPath_AsksTheCanonicalQuery(string alias, string canonical)
    {
        await using var surface = await TestSurface.StartAsync();
        Assert.Equal(await Asked(surface, canonical), await Asked(surface, alias));
    }

    private static async Task<string> Asked(TestSurface surface, string target)
    {
        using var response = await surface.GetAsync(target);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return Show(surface.Catalog.Asked!);
    }

    private static string Show(Query query)
    {
        var texts = query.Texts.Select(t => $"{t.Field}={string.Join('|', t.Alternatives.Select(Encoding.UTF8.GetString))}");
        var years = query.Years.Select(y => string.Join('|', y.Ranges));
        return $"{string.Join('&', texts.Concat(years).Order(StringComparer.Ordinal))} {query.Sort} {query.Page} {query.PageSize}";
    }
}
