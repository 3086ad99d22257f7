using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed class IngestFilesTests
{
    private readonly FakeLedger _ledger = new();

    [Fact]
    public async Task List_Page_IsAskedLinkedAndTagged()
    {
        await using var surface = await StartAsync();
        using var response = await surface.GetAsync("/ingest/files?status=quarantined&page=2&page_size=10");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(_ledger.Body, await response.Content.ReadAsStringAsync());
        Assert.Equal(new IngestFilesQuery("quarantined", 2, 10), _ledger.Asked);
        Assert.Equal(
            "</ingest/files?status=quarantined&page_size=10&page=3>; rel=\"next\", " +
            "</ingest/files?status=quarantined&page_size=10&page=1>; rel=\"prev\", </ingest/files?status=quarantined&page_size=10>; rel=\"first\"",
            SurfaceTests.Header(response, "Link"));
        using var known = await surface.GetAsync("/ingest/files?status=quarantined&page=2&page_size=10", ("If-None-Match", response.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task List_WithoutParameters_IsTheFirstPageOfAll()
    {
        await using var surface = await StartAsync();
        using var response = await surface.GetAsync("/ingest/files/?status=");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new IngestFilesQuery(null, 1, 20), _ledger.Asked);
    }

    [Theory]
    [InlineData("status=Quarantined", "it must be one of pending, ingested, quarantined", null)]
    [InlineData("status=pending&status=pending", "it can be given once", null)]
    [InlineData("state=pending", null, "status")]
    [InlineData("page=0", "it must be a whole number from 1 to 1000000000000", null)]
    [InlineData("page_size=201", "it must be a whole number from 1 to 200", null)]
    [InlineData("cursor=x", null, null)]
    public async Task List_BadParameter_400(string query, string? reason, string? suggestion)
    {
        await using var surface = await StartAsync();
        var problem = await surface.ProblemAsync("/ingest/files?" + query, 400);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(reason ?? error.GetProperty("reason").GetString(), error.GetProperty("reason").GetString());
        Assert.Equal(suggestion, error.TryGetProperty("suggestion", out var near) ? near.GetString() : null);
        Assert.Null(_ledger.Asked);
    }

    [Fact]
    public async Task File_Known_IsAnsweredByItsDecodedId()
    {
        await using var surface = await StartAsync();
        using var response = await surface.GetAsync("/ingest/files/a%2Fb%20c");
        Assert.Equal("""{"id":"a/b c"}""", await response.Content.ReadAsStringAsync());
        Assert.NotNull(response.Headers.ETag);
    }

    [Theory]
    [InlineData("/ingest/files/none", 404, "no-such-file")]
    [InlineData("/ingest/files/%FF", 404, "no-such-file")]
    [InlineData("/ingest/files/f?x=1", 400, "bad-parameter")]
    public async Task File_Otherwise_IsAProblem(string target, int status, string kind)
    {
        await using var surface = await StartAsync();
        var problem = await surface.ProblemAsync(target, status);
        Assert.Equal("urn:moviegrains:problem:" + kind, problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Ledger_BeforeTheFirstLoad_CanBeLookedAt()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false, add: services => services.AddSingleton<IIngestLedger>(_ledger));
        using var response = await surface.GetAsync("/ingest/files");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Ledger_None_IsEmpty()
    {
        await using var surface = await TestSurface.StartAsync();
        Assert.Equal(
            """{"items":[],"total":0,"page":3,"page_size":5,"has_more":false}""",
            await surface.Client.GetStringAsync("/ingest/files?page=3&page_size=5"));
        await surface.ProblemAsync("/ingest/files?status=pending", 400);
        await surface.ProblemAsync("/ingest/files/f1", 404);
    }

    [Fact]
    public async Task Document_Status_HasTheLedgersStates()
    {
        await using var surface = await StartAsync();
        var document = SurfaceTests.Json(await surface.Client.GetStringAsync("/openapi/v1.json"));
        var status = document.GetProperty("paths").GetProperty("/ingest/files").GetProperty("get").GetProperty("parameters")[0];
        Assert.Equal(_ledger.States, status.GetProperty("schema").GetProperty("enum").EnumerateArray().Select(state => state.GetString()!));
    }

    private Task<TestSurface> StartAsync() => TestSurface.StartAsync(add: services => services.AddSingleton<IIngestLedger>(_ledger));
}
