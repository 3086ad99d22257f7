using System.Net;
using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Tests.Writes;

public sealed class RecordPostTests
{
    [Theory]
    [InlineData("/movies")]
    [InlineData("/movie")]
    [InlineData("/films")]
    [InlineData("/movies/")]
    public async Task Post_OneNewMovie_201WithItsPlace(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", path, """{"title":"The Matrix","year":1999}""");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/movies/1999-x", response.Headers.Location?.ToString());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            """{"records":1,"added":1,"updated":0,"unchanged":0,"deleted":0,"rejected":0,"outcomes":[{"index":0,"outcome":"added","id":"1999-x"}],"generation":8}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal(["""{"title":"The Matrix","year":1999}"""], surface.Writer.Records);
    }

    [Theory]
    [InlineData("/movies", "updated", 200, null)]
    [InlineData("/movies", "unchanged", 200, null)]
    [InlineData("/movies", "deleted", 200, null)]
    [InlineData("/movie", "updated", 200, null)]
    [InlineData("/films", "updated", 201, "/movies/1999-x")]
    [InlineData("/films", "unchanged", 201, "/movies/1999-x")]
    [InlineData("/films", "deleted", 201, null)]
    public async Task Post_OneKnownMovie_StatusOfItsPath(string path, string outcome, int status, string? location)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", path, Record(outcome));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(location, response.Headers.Location?.ToString());
        Assert.Equal(1, Json(response).GetProperty(outcome).GetInt32());
    }

    [Theory]
    [InlineData("[{0},{1},{2}]")]
    [InlineData("{0}\n{1}\n{2}\n")]
    [InlineData("{0}{1} {2}")]
    [InlineData("\uFEFF [ {0} , {1}\r\n,{2}]\n\n")]
    public async Task Post_SeveralRecords_AreTakenInAnyLayout(string layout)
    {
        await using var surface = await TestSurface.StartAsync();
        var body = layout.Replace("{0}", Record("updated"), StringComparison.Ordinal)
            .Replace("{1}", Record("added"), StringComparison.Ordinal).Replace("{2}", Record("deleted"), StringComparison.Ordinal);
        using var response = await surface.WriteAsync("POST", "/movies", body, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/movies/1999-x", response.Headers.Location?.ToString());
        Assert.Equal([Record("updated"), Record("added"), Record("deleted")], surface.Writer.Records);
        Assert.Equal(3, surface.Writer.Committed);
    }

    [Fact]
    public async Task Post_SeveralNewMovies_201WithoutPlace()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/movies", $"[{Record("added")},{Record("added")}]");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Theory]
    [InlineData("/movies")]
    [InlineData("/films")]
    public async Task Post_SomeRejected_207TellsWhich(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", path, $"[{Record("added")},{Record("rejected")},,{Record("unchanged")}]");
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.Null(response.Headers.Location);
        var answer = Json(response);
        Assert.Equal("4 1 0 1 0 2", Counts(answer));
        var outcomes = answer.GetProperty("outcomes").EnumerateArray().ToArray();
        Assert.Equal("""{"index":1,"outcome":"rejected","path":"$.year","reason":"The year is missing."}""", outcomes[1].GetRawText());
        Assert.Contains("between two commas", outcomes[2].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, outcomes[3].GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task Post_AllRejected_400CarriesTheOutcomes()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/films", $"[{Record("rejected")},7]");
        var problem = await ProblemAsync(response, 400, "records-rejected");
        Assert.Equal("2 0 0 0 0 2", Counts(problem));
        Assert.Equal("$.year", problem.GetProperty("outcomes")[0].GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("/movies")]
    [InlineData("/films")]
    public async Task Post_EmptyArray_200WithoutRecords(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", path, " [ ] ");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"records":0,"added":0,"updated":0,"unchanged":0,"deleted":0,"rejected":0,"outcomes":[],"generation":8}""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(" \n\n ", 3)]
    [InlineData("title=The+Matrix", 1)]
    [InlineData("[{\"as\":\"added\"},\n{\"as\":\"added\"}", 2)]
    [InlineData("[{\"as\":\"added\"},\n{\"as\":\"ad", 2)]
    [InlineData("{\"as\":\"added\"}\n{\"as\":", 2)]
    [InlineData("[{\"as\":\"added\"}] x", 1)]
    [InlineData("{\0\"\0", 1)]
    public async Task Post_NoJsonOrTorn_400WithLineAndNothingWritten(string body, int line)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/movies", body);
        var problem = await ProblemAsync(response, 400, "bad-body");
        Assert.Equal(line, problem.GetProperty("line").GetInt32());
        Assert.NotEmpty(problem.GetProperty("reason").GetString()!);
        Assert.Equal(0, surface.Writer.Commits);
    }

    [Fact]
    public async Task Post_NoBodyAtAll_400()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/movies", body: null);
        await ProblemAsync(response, 400, "bad-body");
    }

    [Fact]
    public async Task Post_HostileRecords_SpoilThemselvesOnly()
    {
        await using var surface = await TestSurface.StartAsync();
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        var twice = """{"as":"added","title":"a","title":"b"}""";
        byte[] body = [.. Encoding.UTF8.GetBytes($"[{deep},{twice},"), .. "{\"a\":\""u8, 0xFF, 0xFE, .. "\"}"u8, .. ",{\"as\":\"updated\"}]"u8];
        using var response = await surface.WriteAsync("POST", "/movies", new ByteArrayContent(body));
        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.Equal("4 1 1 0 0 2", Counts(Json(response)));
        Assert.Equal(twice, surface.Writer.Records[1]);
    }

    [Fact]
    public async Task Post_TooLongRecord_IsRejectedAmongOthers()
    {
        await using var surface = await TestSurface.StartAsync();
        var longest = $"{{\"as\":\"added\",\"x\":\"{new string('x', Limits.RecordBytes - 21)}\"}}";
        Assert.Equal(Limits.RecordBytes, longest.Length);
        var body = $"{longest}\n{longest.Replace("added", "addedd", StringComparison.Ordinal)}\n{Record("updated")}";
        using var response = await surface.WriteAsync("POST", "/movies", body);
        Assert.Equal("3 1 1 0 0 1", Counts(Json(response)));
        Assert.Single(surface.Writer.Faults);
    }

    [Fact]
    public async Task Post_TooManyRecords_413AndNothingWritten()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Keeps = false;
        var most = string.Concat(Enumerable.Repeat("{}\n", RecordPosts.MostRecords));
        using (var taken = await surface.WriteAsync("POST", "/movies", most))
            Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(RecordPosts.MostRecords, surface.Writer.Committed);
        using var response = await surface.WriteAsync("POST", "/movies", most + "{}");
        var problem = await ProblemAsync(response, 413, "body-too-large");
        Assert.Contains("100000 records", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, surface.Writer.Commits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    [InlineData("application/x-ndjson;charset=utf-8")]
    public async Task Post_TypeThatIsTaken_Writes(string? type)
    {
        await using var surface = await TestSurface.StartAsync();
        using var content = TestSurface.Bytes(Record("added"), type);
        content.Headers.ContentEncoding.Add("identity");
        using var response = await surface.WriteAsync("POST", "/movies", content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/merge-patch+json")]
    [InlineData("nonsense")]
    public async Task Post_OtherType_415(string type)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/movies", Record("added"), type);
        var problem = await ProblemAsync(response, 415, "unsupported-media-type");
        Assert.Contains("application/x-ndjson", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(surface.Writer.Records);
    }

    [Fact]
    public async Task Post_ContentCoded_415SaysWhatIsTaken()
    {
        await using var surface = await TestSurface.StartAsync();
        using var content = TestSurface.Bytes(Record("added"), "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await surface.WriteAsync("POST", "/movies", content);
        await ProblemAsync(response, 415, "unsupported-media-type");
        Assert.Equal("identity", SurfaceTests.Header(response, "Accept-Encoding"));
    }

    [Fact]
    public async Task Post_Parameters_400AsAnywhere()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/movies?dry_run=1", Record("added"));
        await ProblemAsync(response, 400, "bad-parameter");
        Assert.Equal(0, surface.Writer.Commits);
    }

    [Fact]
    public async Task Post_BeforeTheFirstLoad_503()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        using var response = await surface.WriteAsync("POST", "/movies", Record("added"));
        await ProblemAsync(response, 503, "not-ready");
        Assert.Equal("1", SurfaceTests.Header(response, "Retry-After"));
    }

    [Theory]
    [InlineData(WriteRefusal.StorageFull, 507, "storage-full")]
    [InlineData(WriteRefusal.StorageFailed, 503, "storage-failed")]
    [InlineData(WriteRefusal.TooManyWaiting, 503, "too-many-writes")]
    public async Task Write_RefusedByTheWriter_SaysWhyAndShowsNothingOfTheInside(WriteRefusal refusal, int status, string kind)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Failure = new WriteRefusedException(refusal, "secret /path");
        foreach (var (method, path) in new[] { ("POST", "/movies"), ("PUT", "/movies/1999-x"), ("PATCH", "/movies/1999-x"), ("DELETE", "/movies/1999-x") })
        {
            using var response = await surface.WriteAsync(method, path, Record("added"));
            var problem = await ProblemAsync(response, status, kind);
            Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(refusal == WriteRefusal.TooManyWaiting, response.Headers.RetryAfter is not null);
        }
    }

    [Fact]
    public async Task Write_Answer_IsForNoOtherOrigin()
    {
        await using var surface = await TestSurface.StartAsync();
        using var good = await surface.WriteAsync("POST", "/movies", Record("added"));
        using var bad = await surface.WriteAsync("POST", "/movies", "nonsense");
        using var put = await surface.WriteAsync("PUT", "/movies/1999-abc", "{}");
        using var read = await surface.GetAsync("/movies");
        foreach (var response in new[] { good, bad, put })
        {
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.Equal("nosniff", SurfaceTests.Header(response, "X-Content-Type-Options"));
        }
        Assert.True(read.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Metrics_AfterWrites_CountThemByResult()
    {
        await using var surface = await TestSurface.StartAsync();
        (await surface.WriteAsync("POST", "/movies", $"[{Record("added")},{Record("added")},{Record("rejected")}]")).Dispose();
        (await surface.WriteAsync("PUT", "/movies/1999-abc", "{}")).Dispose();
        surface.Writer.Failure = new WriteRefusedException(WriteRefusal.StorageFull, "full");
        (await surface.WriteAsync("DELETE", "/movies/1999-abc", body: null)).Dispose();
        var samples = MetricsTests.Parse(await surface.Client.GetStringAsync("/metrics"));
        Assert.Equal(2, samples["movies_writes_total{kind=\"post\",result=\"added\"}"]);
        Assert.Equal(1, samples["movies_writes_total{kind=\"post\",result=\"rejected\"}"]);
        Assert.Equal(1, samples["movies_writes_total{kind=\"put\",result=\"updated\"}"]);
        Assert.Equal(1, samples["movies_writes_total{kind=\"delete\",result=\"refused\"}"]);
        Assert.Equal(1, samples["http_request_duration_seconds_count{route=\"/movies\",method=\"POST\",status=\"2xx\"}"]);
        Assert.Equal(1, samples["http_request_duration_seconds_count{route=\"/movies/{id}\",method=\"DELETE\",status=\"5xx\"}"]);
    }

    internal static string Record(string outcome) => $$"""{"as":"{{outcome}}"}""";

    internal static JsonElement Json(HttpResponseMessage response) =>
        SurfaceTests.Json(response.Content.ReadAsStringAsync().GetAwaiter().GetResult());

    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status, string kind)
    {
        var problem = await TestSurface.ProblemAsync(response, status);
        Assert.Equal("urn:moviegrains:problem:" + kind, problem.GetProperty("type").GetString());
        return problem;
    }

    private static string Counts(JsonElement answer) => string.Join(' ',
        new[] { "records", "added", "updated", "unchanged", "deleted", "rejected" }.Select(name => answer.GetProperty(name).GetInt32()));
}
