using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed class MovieOriginsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeLedger _ledger = new();

    [Fact]
    public async Task Get_FilesAndWrites_AreToldWithTheirFieldsAndReports()
    {
        await using var surface = await StartAsync();
        var known = new FileOrigin(Noon, "/srv/private/drops", "a/ü.json");
        surface.Catalog.Records =
        [
            new RecordShare(new FileOrigin(Noon.AddHours(1), RecordShare.Writes, ""), 3, ["genres"], ["extract"]),
            new RecordShare(known, 17, ["title", "year"], []),
        ];
        using var response = await surface.GetAsync("/movies/1999-abc/sources");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"id":"1999-abc","sources":[{"kind":"write","written_at":"2026-03-01T13:00:00Z","fields":["genres"],"cleared":["extract"]},"""
            + $$"""{"kind":"file","source":"drops","key":"a/ü.json","last_modified":"2026-03-01T12:00:00Z","index":17,"file_id":"{{known.FileId}}","link":"/ingest/files/{{known.FileId}}","fields":["title","year"]}]}""",
            await response.Content.ReadAsStringAsync());
        Assert.NotNull(response.Headers.ETag);
        using var again = await surface.GetAsync("/movies/1999-abc/sources", ("If-None-Match", response.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Get_FileThatNoLedgerKnows_HasNoLink()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Records = [new RecordShare(new FileOrigin(Noon, "s3://drops/in/", "in/a.json"), 0, ["title"], [])];
        Assert.Equal(
            """{"id":"1999-abc","sources":[{"kind":"file","source":"s3://drops/in/","key":"in/a.json","last_modified":"2026-03-01T12:00:00Z","index":0,"fields":["title"]}]}""",
            await surface.Client.GetStringAsync("/movies/1999-abc/sources"));
    }

    [Theory]
    [InlineData("/movies/1900-none/sources", 404, "no-such-movie")]
    [InlineData("/movies/%FF/sources", 404, "no-such-movie")]
    [InlineData("/movies/1999-abc/sources?x=1", 400, "bad-parameter")]
    public async Task Get_Otherwise_IsAProblem(string target, int status, string kind)
    {
        await using var surface = await StartAsync();
        var problem = await surface.ProblemAsync(target, status);
        Assert.Equal("urn:moviegrains:problem:" + kind, problem.GetProperty("type").GetString());
    }

    /// <summary>A reader sees its own writes here, too.</summary>
    [Fact]
    public async Task Get_OwnWrites_AreAskedFor()
    {
        await using var surface = await StartAsync();
        using var seen = await surface.GetAsync("/movies/1999-abc/sources", ("Movies-At", "1999.1.1"));
        Assert.Equal((HttpStatusCode.OK, "1999.1.1"), (seen.StatusCode, surface.Catalog.Seen));
        using var bad = await surface.GetAsync("/movies/1999-abc/sources", ("Movies-At", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    private Task<TestSurface> StartAsync() => TestSurface.StartAsync(add: services => services.AddSingleton<IIngestLedger>(_ledger));
}
