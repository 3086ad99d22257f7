using System.Net;

namespace MovieGrains.Http.Tests.Writes;

public sealed class IdempotencyTests
{
    private const string Header = "Idempotency-Key";

    [Fact]
    public async Task SameKeyAndBody_SameAnswerMarkedAsReplayed()
    {
        await using var surface = await TestSurface.StartAsync();
        var body = RecordPostTests.Record("added");
        using var first = await surface.WriteAsync("POST", "/movies", body, headers: (Header, "8e03978e"));
        using var second = await surface.WriteAsync("POST", "/movies", body, headers: (Header, "\"8e03978e\""));
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", SurfaceTests.Header(second, "Idempotency-Replayed"));
        Assert.Equal(1, surface.Writer.Commits);
    }

    [Fact]
    public async Task SameKeyAllRejected_ReplaysTheProblem()
    {
        await using var surface = await TestSurface.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            using var response = await surface.WriteAsync("POST", "/movies", RecordPostTests.Record("rejected"), headers: (Header, "k"));
            await RecordPostTests.ProblemAsync(response, 400, "records-rejected");
            Assert.Equal(i == 1, response.Headers.Contains("Idempotency-Replayed"));
        }
    }

    [Fact]
    public async Task SameKeyOtherBody_422()
    {
        await using var surface = await TestSurface.StartAsync();
        (await surface.WriteAsync("POST", "/movies", RecordPostTests.Record("added"), headers: (Header, "k"))).Dispose();
        using var response = await surface.WriteAsync("POST", "/movies", RecordPostTests.Record("updated"), headers: (Header, "k"));
        await RecordPostTests.ProblemAsync(response, 422, "idempotency-key-misused");
        Assert.Equal(1, surface.Writer.Commits);
    }

    [Fact]
    public async Task SameKeyTwiceAtOnce_OneIsWrittenAndBothGetItsAnswer()
    {
        await using var surface = await TestSurface.StartAsync();
        var gate = new TaskCompletionSource();
        surface.Writer.Gate = gate.Task;
        var both = Enumerable.Range(0, 2)
            .Select(_ => surface.WriteAsync("POST", "/movies", RecordPostTests.Record("added"), headers: (Header, "k"))).ToArray();
        await surface.Writer.Given(2);
        gate.SetResult();
        var answers = await Task.WhenAll(both);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(answers, answer => answer.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, surface.Writer.Commits);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Fingerprint_IsOfTheBodyHoweverItComesIn()
    {
        await using var surface = await TestSurface.StartAsync();
        var body = "[" + string.Join(",", Enumerable.Repeat(RecordPostTests.Record("added"), 10_000)) + "]";
        (await surface.WriteAsync("POST", "/movies", body, headers: (Header, "a"))).Dispose();
        var whole = surface.Writer.Key;
        using var pieces = new PiecesContent([.. body.Chunk(777).Select(chunk => new string(chunk))]);
        (await surface.WriteAsync("POST", "/movies", pieces, (Header, "b"))).Dispose();
        Assert.Equal("a", whole!.Key);
        Assert.Equal("b", surface.Writer.Key!.Key);
        Assert.Equal(whole.Fingerprint, surface.Writer.Key.Fingerprint);
        (await surface.WriteAsync("POST", "/movies", body + " ", headers: (Header, "c"))).Dispose();
        Assert.NotEqual(whole.Fingerprint, surface.Writer.Key.Fingerprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("a b")]
    [InlineData("\"a\\\"b\"")]
    [InlineData("\"a")]
    [InlineData(null)]
    public async Task BadKey_400AndNothingWritten(string? key)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync(
            "POST", "/movies", RecordPostTests.Record("added"), headers: (Header, key ?? new string('k', 201)));
        await RecordPostTests.ProblemAsync(response, 400, "bad-header");
        Assert.Equal(0, surface.Writer.Commits);
    }

    [Fact]
    public async Task TwoKeys_400()
    {
        await using var surface = await TestSurface.StartAsync();
        var answer = await surface.RawAsync(
            "POST /movies HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray());
        Assert.Contains("urn:moviegrains:problem:bad-header", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongestKey_IsTaken()
    {
        await using var surface = await TestSurface.StartAsync();
        var key = new string('k', 200);
        (await surface.WriteAsync("POST", "/movies", "{}", headers: (Header, $"\"{key}\""))).Dispose();
        Assert.Equal(key, surface.Writer.Key!.Key);
    }
}
