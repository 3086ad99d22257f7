using System.Net;
using MovieGrains.Http.Answers;

namespace MovieGrains.Http.Tests;

public sealed class EntityTagTests
{
    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("\"x\", \"a\"", true)]
    [InlineData("\"x,\\\",W/\"a\"", true)]
    [InlineData(" ,, \"a\"", true)]
    [InlineData("*", true)]
    [InlineData("* ", true)]
    [InlineData("\"b\"", false)]
    [InlineData("a", false)]
    [InlineData("\"a", false)]
    [InlineData("\"a-br\"", false)]
    [InlineData("", false)]
    [InlineData("nonsense, \"a\"", false)]
    [InlineData("*, \"b\"", false)]
    public void IsNamed_List_ComparesWeakly(string list, bool expected) =>
        Assert.Equal(expected, EntityTag.IsNamed(list, "\"a\""));

    [Fact]
    public async Task IfNoneMatch_SameBody_304WithoutBody()
    {
        await using var surface = await TestSurface.StartAsync();
        foreach (var path in new[] { "/movies", "/movies/1999-a", "/genres" })
        {
            using var first = await surface.GetAsync(path);
            using var second = await surface.GetAsync(path, ("If-None-Match", $"\"0\", W/{first.Headers.ETag}"));
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
            Assert.Empty(await second.Content.ReadAsByteArrayAsync());
            using var any = await surface.GetAsync(path, ("If-None-Match", "*"));
            Assert.Equal(HttpStatusCode.NotModified, any.StatusCode);
        }
    }

    [Fact]
    public async Task IfNoneMatch_OtherBody_200()
    {
        await using var surface = await TestSurface.StartAsync();
        using var first = await surface.GetAsync("/movies");
        surface.Catalog.Body += " ";
        using var second = await surface.GetAsync("/movies", ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }
}
