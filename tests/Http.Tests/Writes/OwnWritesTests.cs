using MovieGrains.Catalog;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Http.Tests.Writes;

public sealed class OwnWritesTests
{
    [Theory]
    [InlineData("/movies")]
    [InlineData("/movies/1999-abc")]
    [InlineData("/genres")]
    [InlineData("/export")]
    public async Task Read_WithTheHeaderOfAWrite_AsksForWhatHasSeenIt(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync(path, ("Movies-At", "1999.3f.12"));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("1999.3f.12", surface.Catalog.Seen);
    }

    [Theory]
    [InlineData("/movies")]
    [InlineData("/movies/1999-abc")]
    [InlineData("/genres")]
    [InlineData("/export")]
    public async Task Read_WithAHeaderThatIsNone_Is400(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync(path, ("Movies-At", "yesterday"));
        await RecordPostTests.ProblemAsync(response, 400, "bad-header");
    }

    [Fact]
    public async Task Write_WhereReadersAreBehind_TellsTheHeader()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Outcome = surface.Writer.Outcome with { At = "1999.3f.12" };
        using var told = await surface.WriteAsync("PATCH", "/movies/1999-abc", "{}");
        Assert.Equal("1999.3f.12", Assert.Single(told.Headers.GetValues("Movies-At")));

        surface.Writer.Outcome = new MovieWriteOutcome(MovieWriteResult.Deleted, null, null, null, 8, "1999.3f.13");
        using var deleted = await surface.WriteAsync("DELETE", "/movies/1999-abc", "");
        Assert.Equal("1999.3f.13", Assert.Single(deleted.Headers.GetValues("Movies-At")));
    }

    [Fact]
    public async Task Write_WhereEveryReaderSeesIt_TellsNone()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("PATCH", "/movies/1999-abc", "{}");
        Assert.False(response.Headers.Contains("Movies-At"));
    }

    [Fact]
    public async Task Read_CatalogueOutOfReach_Is503AndSaysWhenToAskAgain()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Failure = new CatalogUnavailableException("No reader has answered in time.");
        using var response = await surface.GetAsync("/movies");
        await RecordPostTests.ProblemAsync(response, 503, "unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }
}
