namespace MovieGrains.Http.Tests;

public sealed class LinkTests
{
    [Theory]
    [InlineData("/movies", null)]
    [InlineData("/movies?page=2", "</movies?page=1>; rel=\"prev\", </movies>; rel=\"first\"")]
    [InlineData("/movies?page=9&year=1999", "</movies?year=1999&page=5>; rel=\"prev\", </movies?year=1999>; rel=\"first\"")]
    [InlineData("/?page=1", "</?page=0>; rel=\"prev\", </>; rel=\"first\"")]
    public async Task Link_LastPage_LeadsBack(string target, string? expected)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Summary = surface.Catalog.Summary with { Total = 100 };
        using var response = await surface.GetAsync(target);
        Assert.Equal(expected, response.Headers.TryGetValues("Link", out var links) ? string.Join(", ", links) : null);
    }

    [Theory]
    [InlineData("/movies", "</movies?cursor=abc>")]
    [InlineData("/movies?", "</movies?cursor=abc>")]
    [InlineData("/year/1999?sort=title&page=1&&genre=a%7Cb", "</year/1999?sort=title&genre=a%7Cb&cursor=abc>")]
    [InlineData("/title/Face%2FOff/?p%61ge=1", "</title/Face%2FOff/?cursor=abc>")]
    [InlineData("/movies?title=a>;b<\"|c", "</movies?title=a%3E;b%3C%22%7Cc&cursor=abc>")]
    public async Task Link_Next_KeepsPathAndParameters(string target, string expected)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Summary = surface.Catalog.Summary with { Total = 100, HasMore = true, Next = "abc" };
        var response = await surface.RawAsync(target);
        Assert.Contains($"Link: {expected}; rel=\"next\"\r\n", response, StringComparison.Ordinal);
    }
}
