using System.Net;
using System.Text;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Http.Tests.Writes;

public sealed class MovieWriteTests
{
    private const string Movie = "/movies/1999-abc";

    [Theory]
    [InlineData("PUT", MovieWriteResult.Updated)]
    [InlineData("PUT", MovieWriteResult.Unchanged)]
    [InlineData("PATCH", MovieWriteResult.Updated)]
    public async Task Write_GoesWell_AnswersWhatGetWouldUnderTheSameTag(string method, MovieWriteResult result)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Outcome = surface.Writer.Outcome with { Result = result };
        using var get = await surface.GetAsync(Movie);
        using var response = await surface.WriteAsync(method, "/movies/1999", """{"title":"The Matrix","year":1999}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(await get.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
        Assert.Equal(get.Headers.ETag, response.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentType, response.Content.Headers.ContentType);
        Assert.Equal(Movie, response.Content.Headers.ContentLocation?.ToString());
        var (asked, id, json, condition) = Assert.Single(surface.Writer.Writes);
        Assert.Equal((method, "1999", """{"title":"The Matrix","year":1999}"""), (asked, id, json));
        Assert.True(condition.Hashes.IsDefault);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Write_RemovesTheMovie_204WithoutBody(string method)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Outcome = new MovieWriteOutcome(MovieWriteResult.Deleted, Id: null, Document: null, Fault: null, 8);
        using var response = await surface.WriteAsync(method, Movie, "{}");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Null(response.Headers.ETag);
    }

    [Theory]
    [InlineData(MovieWriteResult.NoSuchMovie, 404, "no-such-movie")]
    [InlineData(MovieWriteResult.ConditionFailed, 412, "condition-failed")]
    [InlineData(MovieWriteResult.IdentityConflict, 409, "identity-conflict")]
    [InlineData(MovieWriteResult.Rejected, 400, "bad-record")]
    public async Task Write_GoesWrong_SaysWhy(MovieWriteResult result, int status, string kind)
    {
        await using var surface = await TestSurface.StartAsync();
        var fault = new RecordFault("$.year", "The year is missing.");
        surface.Writer.Outcome = new MovieWriteOutcome(result, Id: null, Document: null, fault, 8);
        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
        {
            using var response = await surface.WriteAsync(method, Movie, "{}");
            var problem = await RecordPostTests.ProblemAsync(response, status, kind);
            if (kind is not ("bad-record" or "identity-conflict"))
                continue;
            Assert.Equal("$.year", problem.GetProperty("path").GetString());
            Assert.Equal("The year is missing.", problem.GetProperty("reason").GetString());
            Assert.Equal("$.year: The year is missing. Nothing was written.", problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Write_IdInThePath_IsDecodedOnce()
    {
        await using var surface = await TestSurface.StartAsync();
        (await surface.WriteAsync("DELETE", "/movies/1999-a%252Fb%2Fc%C3%A9", body: null)).Dispose();
        Assert.Equal("1999-a%2Fb/cé", surface.Writer.Writes[0].Id);
        using var response = await surface.WriteAsync("DELETE", "/movies/%FF", body: null);
        await RecordPostTests.ProblemAsync(response, 404, "no-such-movie");
    }

    [Theory]
    [InlineData("PUT", "application/json", true)]
    [InlineData("PUT", null, true)]
    [InlineData("PUT", "application/merge-patch+json", false)]
    [InlineData("PUT", "application/x-ndjson", false)]
    [InlineData("PATCH", "application/json", true)]
    [InlineData("PATCH", "application/merge-patch+json", true)]
    [InlineData("PATCH", "application/json-patch+json", false)]
    [InlineData("DELETE", "text/plain", true)]
    public async Task Write_Type_IsTakenOr415(string method, string? type, bool isTaken)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync(method, Movie, "{}", type);
        if (isTaken)
            Assert.True(response.IsSuccessStatusCode);
        else
            await RecordPostTests.ProblemAsync(response, 415, "unsupported-media-type");
        Assert.Equal(isTaken ? 1 : 0, surface.Writer.Writes.Count);
    }

    [Fact]
    public async Task Write_Parameters_400()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("DELETE", Movie + "?force=true", body: null);
        await RecordPostTests.ProblemAsync(response, 400, "bad-parameter");
        Assert.Empty(surface.Writer.Writes);
    }

    [Fact]
    public async Task Write_BeforeTheFirstLoad_503()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
        {
            using var response = await surface.WriteAsync(method, Movie, "{}");
            await RecordPostTests.ProblemAsync(response, 503, "not-ready");
        }
    }

    [Fact]
    public async Task Write_LongTarget_414()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("DELETE", "/movies/" + new string('a', 9000), body: null);
        await RecordPostTests.ProblemAsync(response, 414, "uri-too-long");
    }

    [Fact]
    public async Task IfMatch_TagThatGetGives_NamesTheDocumentInAnyCoding()
    {
        await using var surface = await TestSurface.StartAsync();
        using var get = await surface.GetAsync(Movie);
        var tag = get.Headers.ETag!.ToString();
        var hash = XxHash64.Hash(Encoding.UTF8.GetBytes(await get.Content.ReadAsStringAsync()));
        foreach (var header in new[] { tag, tag[..^1] + "-br\"", tag[..^1] + "-gzip\"", $"\"x,y\", {tag}", $",W/\"z\" ,\t{tag}," })
        {
            (await surface.WriteAsync("PUT", Movie, "{}", headers: ("If-Match", header))).Dispose();
            Assert.Equal([hash], surface.Writer.Writes[^1].Condition.Hashes);
        }
    }

    [Theory]
    [InlineData("W/\"0123456789abcdef\"")]
    [InlineData("\"0123456789ABCDEF\"")]
    [InlineData("\"0123456789abcdef-zstd\"")]
    [InlineData("\"0123456789abcde\"")]
    [InlineData("\"0x23456789abcdef\"")]
    [InlineData("\"\"")]
    public async Task IfMatch_TagOfNoDocument_NamesNone(string header)
    {
        await using var surface = await TestSurface.StartAsync();
        (await surface.WriteAsync("DELETE", Movie, body: null, ("If-Match", header))).Dispose();
        var condition = surface.Writer.Writes[0].Condition;
        Assert.False(condition.Hashes.IsDefault);
        Assert.Empty(condition.Hashes);
    }

    [Fact]
    public async Task IfMatch_SeveralTags_AreAllNamed()
    {
        await using var surface = await TestSurface.StartAsync();
        var answer = await surface.RawAsync(Encoding.ASCII.GetBytes(
            $"DELETE {Movie} HTTP/1.1\r\nHost: localhost\r\nIf-Match: \"0000000000000001\", \"0000000000000002-br\"\r\nIf-Match: \"00000000000000ff\"\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal([1UL, 2UL, 255UL], surface.Writer.Writes[0].Condition.Hashes);
    }

    [Fact]
    public async Task IfMatch_Any_NeedsTheMovieAlone()
    {
        await using var surface = await TestSurface.StartAsync();
        (await surface.WriteAsync("PATCH", Movie, "{}", headers: ("If-Match", " * "))).Dispose();
        Assert.True(surface.Writer.Writes[0].Condition.Hashes.IsDefault);
    }

    [Theory]
    [InlineData("If-Match", "abc")]
    [InlineData("If-Match", "\"abc")]
    [InlineData("If-Match", "\"a b\"")]
    [InlineData("If-Match", "*, \"abc\"")]
    [InlineData("If-Match", "\"a\" \"b\"")]
    [InlineData("If-Match", "w/\"a\"")]
    [InlineData("If-Match", ",")]
    [InlineData("If-Match", "")]
    [InlineData("If-None-Match", "\"0123456789abcdef\"")]
    [InlineData("If-None-Match", "nonsense")]
    public async Task Condition_Malformed_400AndNothingAsked(string name, string value)
    {
        await using var surface = await TestSurface.StartAsync();
        foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
        {
            using var response = await surface.WriteAsync(method, Movie, "{}", headers: (name, value));
            var problem = await RecordPostTests.ProblemAsync(response, 400, "bad-header");
            Assert.Contains(name, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Empty(surface.Writer.Writes);
    }

    [Fact]
    public async Task IfNoneMatch_Any_CanNeverBeMet()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Outcome = surface.Writer.Outcome with { Result = MovieWriteResult.ConditionFailed };
        using var response = await surface.WriteAsync("PUT", Movie, "{}", headers: ("If-None-Match", "*"));
        var problem = await RecordPostTests.ProblemAsync(response, 412, "condition-failed");
        Assert.Contains("If-None-Match", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal([], surface.Writer.Writes[0].Condition.Hashes);
        Assert.False(surface.Writer.Writes[0].Condition.Hashes.IsDefault);
    }

    [Fact]
    public async Task Write_ClientGoneWhileWaiting_IsNoFailure()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Gate = new TaskCompletionSource().Task;
        using var gone = new CancellationTokenSource();
        using var content = TestSurface.Bytes(RecordPostTests.Record("added"), "application/json");
        var request = surface.Client.PostAsync(new Uri("/movies", UriKind.Relative), content, gone.Token);
        await surface.Writer.Given(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await surface.StopAsync();
        Assert.Empty(surface.Log.Lines);
    }
}
