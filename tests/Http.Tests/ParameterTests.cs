using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Tests;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("title=Star+Wars", "Title:star wars")]
    [InlineData("title=Star%20Wars&actor=Ford", "Title:star wars Actor:ford")]
    [InlineData("genre=Action|Comedy", "Genre:action|comedy")]
    [InlineData("genre=Action%7CComedy", "Genre:action|comedy")]
    [InlineData(@"title=a\|b\\c|d", @"Title:a|b\c|d")]
    [InlineData("genre=Action&genre=Comedy", "Genre:action Genre:comedy")]
    [InlineData("name=AM%C3%89LIE&cast=ZaSu+Pitts", "Name:amelie Cast:zasu pitts")]
    [InlineData("title=%2B%26%3D", "Title:+&=")]
    [InlineData("title=a=b", "Title:a=b")]
    [InlineData("title=&title=+&title=%CC%81", "")]
    public void Texts_OfAQuery_AreDecodedSplitAndFolded(string query, string expected)
    {
        var read = Read(query)!;
        var texts = read.Texts.Select(t => $"{t.Field}:{string.Join('|', t.Alternatives.Select(Encoding.UTF8.GetString))}");
        Assert.Equal(expected, string.Join(' ', texts));
    }

    [Theory]
    [InlineData("year=1999", "1999..1999")]
    [InlineData("year=1990..1999", "1990..1999")]
    [InlineData("year=..1930", "1..1930")]
    [InlineData("year=2020..", "2020..9999")]
    [InlineData("year=1999|2001..2003|..10", "1999..1999|2001..2003|1..10")]
    [InlineData("year=+1999+", "1999..1999")]
    [InlineData("year=1&year=9999", "1..1 9999..9999")]
    [InlineData("year=0", null)]
    [InlineData("year=10000", null)]
    [InlineData("year=..", null)]
    [InlineData("year=...", null)]
    [InlineData("year=1990...1999", null)]
    [InlineData("year=1990..1995..1999", null)]
    [InlineData("year=-1", null)]
    [InlineData("year=1999.0", null)]
    [InlineData("year=1999|", null)]
    [InlineData("year=|1999", null)]
    [InlineData("year=2000..1990", null)]
    [InlineData("year=%D9%A1%D9%A9%D9%A9%D9%A9", null)]
    public void Years_OfAQuery_AreRanges(string query, string? expected)
    {
        var read = Read(query);
        var years = read?.Years.Select(y => string.Join('|', y.Ranges.Select(r => $"{r.First}..{r.Last}")));
        Assert.Equal(expected, years is null ? null : string.Join(' ', years));
    }

    [Fact]
    public void NoParameters_AreTheDefaults()
    {
        var read = Read("")!;
        Assert.Equal(("-year,title", 1, 20, 20), (read.Sort.ToString(), read.Page, read.PageSize, read.FacetSize));
        Assert.Empty(read.Texts);
        Assert.Empty(read.Years);
        Assert.Empty(read.Fields);
        Assert.Empty(read.Facets);
        Assert.Null(read.After);
    }

    [Theory]
    [InlineData("sort=title", "title")]
    [InlineData("sort=-title,year", "-title,year")]
    [InlineData("sort=title,+-year", "title,-year")]
    public void Sort_OfAQuery_IsAnOrder(string query, string expected) => Assert.Equal(expected, Read(query)!.Sort.ToString());

    [Fact]
    public void Rest_OfAQuery_IsRead()
    {
        var read = Read("page=3&page_size=200&facets=genre:others,decade&facet_size=1000&fields=title,+year,title,x-y")!;
        Assert.Equal((3, 200, 1000), (read.Page, read.PageSize, read.FacetSize));
        Assert.Equal([new FacetRequest(FacetDimension.Genre, true), new FacetRequest(FacetDimension.Decade, false)], read.Facets);
        Assert.Equal(["title", "year", "x-y"], read.Fields);
    }

    [Fact]
    public void Root_CountsPagesFromZero()
    {
        Assert.Equal(1, Read("", MovieParameters.Root)!.Page);
        Assert.Equal(1, Read("page=0", MovieParameters.Root)!.Page);
        Assert.Equal(3, Read("page=2&title_contains=x", MovieParameters.Root)!.Page);
        Assert.Equal(TextField.Title, Read("title_contains=x", MovieParameters.Root)!.Texts[0].Field);
    }

    [Fact]
    public void Cursor_OfItsQuery_IsRead_AndOfAnotherIsNot()
    {
        var query = Read("title=x&year=1999..&sort=title")!;
        var cursor = CursorCodec.Encode(new Cursor(1999, "x"u8.ToArray(), "1999-abc"), query);
        Assert.Equal("1999-abc", Read($"sort=title&year=1999..9999&title=X&cursor={cursor}")!.After!.Id);
        Assert.Equal("cursor", FaultOf($"title=y&year=1999..&sort=title&cursor={cursor}"));
        Assert.Equal("cursor", FaultOf($"title=x&year=1999..&sort=-title&cursor={cursor}"));
        Assert.Equal("cursor", FaultOf($"title=x&year=1999..&sort=title&cursor={cursor}x"));
        Assert.Equal("page", FaultOf($"title=x&year=1999..&sort=title&cursor={cursor}&page=2"));
    }

    [Theory]
    [InlineData("q=heat", "heat", "relevance")]
    [InlineData("q=heat%20", "heat ", "relevance")]
    [InlineData("q=heat&sort=-year", "heat", "-year")]
    [InlineData("q=heat&sort=relevance", "heat", "relevance")]
    [InlineData("q=!!", "!!", "relevance")]
    [InlineData("q=--&sort=relevance", null, "-year,title")]
    [InlineData("q=%22", null, "-year,title")]
    [InlineData("q=&sort=title", null, "title")]
    public void Search_OfAQuery_IsTheTextAndItsOrder(string query, string? text, string order)
    {
        var read = Read(query)!;
        Assert.Equal((text, order), (read.Search?.Text, read.Sort.ToString()));
    }

    [Theory]
    [InlineData("titel", "title")]
    [InlineData("Title", "title")]
    [InlineData("pagesize", "page_size")]
    [InlineData("page-size", "page_size")]
    [InlineData("genres", "genre")]
    [InlineData("actors", "actor")]
    [InlineData("facet", "facets")]
    [InlineData("limit", null)]
    [InlineData("z", null)]
    [InlineData("", null)]
    public void Nearest_Name_IsSuggested(string name, string? expected) =>
        Assert.Equal(expected, MovieParameters.Movies.Nearest(name));

    [Fact]
    public void AnyBytes_AsAQueryString_NeverThrow()
    {
        var random = new Random(1);
        const string alphabet = "title=year&page|\\%0F9E.,:-+ cursorfacets\u0001\u00ff";
        var reader = new ParameterReader();
        for (var round = 0; round < 20_000; round++)
        {
            var text = new char[random.Next(60)];
            for (var i = 0; i < text.Length; i++)
                text[i] = alphabet[random.Next(alphabet.Length)];
            reader.Begin();
            reader.ReadQuery(text, MovieParameters.Movies);
            Assert.Equal(reader.Parameters.ToQuery() is null, reader.Parameters.Faults.Count > 0);
        }
    }

    private static Query? Read(string query, ParameterSet? set = null)
    {
        var reader = new ParameterReader();
        reader.Begin();
        reader.ReadQuery(query, set ?? MovieParameters.Movies);
        return reader.Parameters.ToQuery();
    }

    private static string FaultOf(string query)
    {
        var reader = new ParameterReader();
        reader.Begin();
        reader.ReadQuery(query, MovieParameters.Movies);
        Assert.Null(reader.Parameters.ToQuery());
        return Assert.Single(reader.Parameters.Faults).Parameter;
    }
}
