using System.Text;
using System.Text.Json;

namespace MovieGrains.Http.Tests;

/// <summary>Whatever is sent, the answer is an answer or a 4xx that says why.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task UnknownParameter_400NamesTheNearest()
    {
        await using var surface = await TestSurface.StartAsync();
        var error = Assert.Single(Errors(await surface.ProblemAsync("/movies?titel=matrix", 400)));
        Assert.Equal("titel", error.GetProperty("parameter").GetString());
        Assert.Equal("title", error.GetProperty("suggestion").GetString());
    }

    [Theory]
    [InlineData("/movies?limit=5", "there is no such parameter here; there are q, title, name, year, genre, cast, actor, ")]
    [InlineData("/genres?q=x", "there is no such parameter here; there are page, page_size")]
    [InlineData("/movies/1999-a?expand=1", "there is no such parameter here; this path takes none")]
    public async Task UnknownParameterNearNone_400ListsThoseThatThereAre(string target, string reason)
    {
        await using var surface = await TestSurface.StartAsync();
        var error = Assert.Single(Errors(await surface.ProblemAsync(target, 400)));
        Assert.StartsWith(reason, error.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.False(error.TryGetProperty("suggestion", out _));
    }

    [Fact]
    public async Task LongMethod_405ShowsItShortened()
    {
        await using var surface = await TestSurface.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(new string('F', 5000)), "/movies");
        using var response = await surface.Client.SendAsync(request);
        var problem = await TestSurface.ProblemAsync(response, 405);
        Assert.InRange(problem.GetProperty("detail").GetString()!.Length, 1, 200);
    }

    [Theory]
    [InlineData("year=abc")]
    [InlineData("year=2000..1990")]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=99999999999999999999")]
    [InlineData("page=9223372036854775807")]
    [InlineData("page=1e3")]
    [InlineData("page_size=0")]
    [InlineData("page_size=201")]
    [InlineData("page_size=100000")]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=AQAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("cursor=%00")]
    [InlineData("facets=foo")]
    [InlineData("facets=genre,genre:others")]
    [InlineData("facets=genre,")]
    [InlineData("facet_size=0")]
    [InlineData("facet_size=1001")]
    [InlineData("sort=bar")]
    [InlineData("sort=year,-year")]
    [InlineData("sort=relevance")]
    [InlineData("fields=title,,year")]
    [InlineData("sort=relevance,year&q=x")]
    [InlineData("highlight=1")]
    [InlineData("genre=Action|")]
    [InlineData("genre=|")]
    [InlineData("genre=a%5Cb")]
    [InlineData("genre=a%5C")]
    [InlineData("title=%")]
    [InlineData("title=%4")]
    [InlineData("title=%zz")]
    [InlineData("title=%FF")]
    [InlineData("title=%C3")]
    [InlineData("title=%ED%A0%80")]
    [InlineData("title=%C0%80")]
    public async Task BadValue_400ExplainsIt(string query)
    {
        await using var surface = await TestSurface.StartAsync();
        var error = Assert.Single(Errors(await surface.ProblemAsync("/movies?" + query, 400)));
        Assert.Equal(query.Split('=')[0], error.GetProperty("parameter").GetString());
        Assert.NotEmpty(error.GetProperty("reason").GetString()!);
        Assert.Null(surface.Catalog.Asked);
    }

    [Fact]
    public async Task ManyFaults_AllInOneAnswer()
    {
        await using var surface = await TestSurface.StartAsync();
        var problem = await surface.ProblemAsync(
            "/movies?titel=x&year=abc&page=0&page_size=100000&cursor=nonsense&facets=foo&sort=bar&sort=year&fields=,", 400);
        Assert.Equal(
            "titel year page page_size facets sort sort fields cursor",
            string.Join(' ', Errors(problem).Select(e => e.GetProperty("parameter").GetString())));
    }

    [Theory]
    [InlineData("/genres?prefix=x")]
    [InlineData("/actors?title=x")]
    [InlineData("/movies/1999-a?fields=title")]
    [InlineData("/movies?title_contains=x")]
    public async Task ParameterOfAnotherPath_400(string target)
    {
        await using var surface = await TestSurface.StartAsync();
        await surface.ProblemAsync(target, 400);
    }

    [Theory]
    [InlineData("title=%25")]
    [InlineData("title=_")]
    [InlineData("title=%00")]
    [InlineData("title=%22'%60")]
    [InlineData("title='%20OR%201=1;--")]
    [InlineData("title=\"")]
    [InlineData("title=%F0%9F%8E%AC")]
    [InlineData("genre=a%5C%7Cb%5C%5C")]
    [InlineData("title=&year=&page=&sort=&cursor=&facets=&fields=+&page=2")]
    [InlineData("&&title=x&")]
    [InlineData("title")]
    [InlineData("ti%74le=x")]
    public async Task OddValue_200(string query)
    {
        await using var surface = await TestSurface.StartAsync();
        var answer = await surface.RawAsync("/movies?" + query);
        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/movies?title=", 100_000)]
    [InlineData("/movies?title=", 9_000)]
    [InlineData("/movies?title=", 1_000_000)]
    [InlineData("/title/", 20_000)]
    public async Task LongTarget_414(string start, int length)
    {
        await using var surface = await TestSurface.StartAsync();
        var answer = await surface.RawAsync(start + new string('a', length));
        Assert.StartsWith("HTTP/1.1 414 ", answer, StringComparison.Ordinal);
        if (length <= 100_000)
            Assert.Contains("urn:moviegrains:problem:uri-too-long", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyParameters_400()
    {
        await using var surface = await TestSurface.StartAsync();
        await surface.ProblemAsync("/movies?" + string.Join('&', Enumerable.Repeat("title=a", 65)), 400);
        await surface.ProblemAsync("/movies?genre=" + string.Join('|', Enumerable.Repeat("a", 101)), 400);
        using var most = await surface.GetAsync("/movies?genre=" + string.Join('|', Enumerable.Repeat("a", 100)));
        Assert.Equal(200, (int)most.StatusCode);
    }

    [Theory]
    [InlineData("/title/%ED%A0%80")]
    [InlineData("/title/%FF")]
    [InlineData("/title/%zz")]
    [InlineData("/title/_")]
    [InlineData("/title/%20")]
    [InlineData("/year/abc")]
    [InlineData("/year/0")]
    [InlineData("/movies/year/1999%7C2000")]
    public async Task BadPathValue_400(string target)
    {
        await using var surface = await TestSurface.StartAsync();
        Assert.Single(Errors(await surface.ProblemAsync(target, 400)));
    }

    public static TheoryData<string> RawRequests => new(
        "GET /movies?title=\u00ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /movies?title=\u0000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /title/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /movies HTTP/1.1\r\nHost: x\r\nX: " + new string('a', 50_000) + "\r\nConnection: close\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET movies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /movies?year=abc#x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "FOO /movies HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "nonsense\r\n\r\n");

    [Theory]
    [MemberData(nameof(RawRequests))]
    public async Task RawRequest_Broken_4xx(string request)
    {
        await using var surface = await TestSurface.StartAsync();
        var answer = await surface.RawAsync(Encoding.Latin1.GetBytes(request));
        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://example.org/title/a%62c HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n", "abc")]
    [InlineData("GET /x/../title/a%2Fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "a/b")]
    [InlineData("GET /x/%2E%2e/title/./a%2Fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "a/b")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", null)]
    public async Task RawRequest_Unusual_IsUnderstood(string request, string? name)
    {
        await using var surface = await TestSurface.StartAsync();
        var answer = await surface.RawAsync(Encoding.Latin1.GetBytes(request));
        Assert.StartsWith(name is null ? "HTTP/1.1 204" : "HTTP/1.1 200", answer, StringComparison.Ordinal);
        if (name is not null)
            Assert.Equal(name, Encoding.UTF8.GetString(surface.Catalog.Asked!.Texts[0].Alternatives[0]));
    }

    private static JsonElement[] Errors(JsonElement problem) => [.. problem.GetProperty("errors").EnumerateArray()];
}
