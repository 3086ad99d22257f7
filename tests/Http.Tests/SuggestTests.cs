using System.Net;
using System.Text;
using System.Text.Json;

namespace MovieGrains.Http.Tests;

public sealed class SuggestTests
{
    private const string Body = """{"suggestions":[{"kind":"title","text":"Heat","year":1995,"id":"1995-a"}]}""";

    [Theory]
    [InlineData("prefix=M%C3%A4T", "mat", 10)]
    [InlineData("prefix=the%20", "the ", 10)]
    [InlineData("prefix=the+++", "the ", 10)]
    [InlineData("prefix=%20the", "the", 10)]
    [InlineData("prefix=the%C2%A0", "the ", 10)]
    [InlineData("prefix=x&size=1", "x", 1)]
    [InlineData("size=20&prefix=x", "x", 20)]
    [InlineData("prefix=x&size=", "x", 10)]
    public async Task Suggest_GoodParameters_AreAskedFolded(string query, string prefix, int size)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Body = Body;
        using var response = await surface.GetAsync($"/suggest?{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((prefix, size), (Encoding.UTF8.GetString(surface.Catalog.AskedSuggestions!.Prefix), surface.Catalog.AskedSuggestions.Size));
    }

    [Theory]
    [InlineData("", "prefix")]
    [InlineData("prefix=", "prefix")]
    [InlineData("prefix=%20%20", "prefix")]
    [InlineData("prefix=%CC%81", "prefix")]
    [InlineData("prefix=a&prefix=b", "prefix")]
    [InlineData("prefix=a&size=0", "size")]
    [InlineData("prefix=a&size=21", "size")]
    [InlineData("prefix=a&size=x", "size")]
    [InlineData("size=0", "size,prefix")]
    [InlineData("prefx=a", "prefx,prefix")]
    [InlineData("prefix=a&page=2", "page")]
    public async Task Suggest_BadParameters_400NamesAllOfThem(string query, string names)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync($"/suggest?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var faults = problem.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("parameter").GetString());
        Assert.Equal(names, string.Join(',', faults));
        Assert.Null(surface.Catalog.AskedSuggestions);
    }

    [Fact]
    public async Task Suggest_Answer_HasTagAndTimeAndIsKnownAgain()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Body = Body;
        using var first = await surface.GetAsync("/suggest?prefix=he");
        Assert.True(first.Headers.Contains("Server-Timing"));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/suggest?prefix=hea");
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());
        using var known = await surface.Client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var head = await surface.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/suggest?prefix=he"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag.Tag), (head.StatusCode, head.Headers.ETag!.Tag));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("?highlight=false", false)]
    [InlineData("?highlight=true", true)]
    [InlineData("?highlight=", false)]
    public async Task Movies_Highlight_IsAskedFor(string query, bool highlight)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync($"/movies{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(highlight, surface.Catalog.Asked!.Highlight);
    }
}
