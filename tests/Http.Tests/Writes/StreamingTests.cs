using System.Net;
using System.Net.Sockets;
using System.Text;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Tests.Writes;

/// <summary>Bodies as networks and clients bring them.</summary>
public sealed class StreamingTests
{
    [Fact]
    public async Task Post_OneByteAtATime_IsTheSame()
    {
        await using var surface = await TestSurface.StartAsync();
        var body = """[{"as":"added","x":"é"},{"as":"updated"}]"""u8.ToArray();
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, surface.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /movies HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
        foreach (var value in body)
            await stream.WriteAsync(new[] { value });
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 201", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(["""{"as":"added","x":"é"}""", """{"as":"updated"}"""], surface.Writer.Records);
    }

    [Theory]
    [InlineData("Content-Length: 1000", "{\"as\":\"added\"}\n{\"as\":\"updated\"}\n", true)]
    [InlineData("Content-Length: 1000", "{\"as\":\"added\"}\n{\"as\":\"updated\"}\n", false)]
    [InlineData("Transfer-Encoding: chunked", "1f\r\n{\"as\":\"added\"}\n{\"as\":\"updated\"}\r\n", true)]
    [InlineData("Transfer-Encoding: chunked", "1f\r\n{\"as\":\"added\"}\n{\"as\":\"updated\"}\r\n", false)]
    public async Task Post_ClientGoesMidway_NothingWrittenAndNoFailure(string header, string part, bool isReset)
    {
        await using var surface = await TestSurface.StartAsync();
        using (var socket = new TcpClient { NoDelay = true })
        {
            await socket.ConnectAsync(IPAddress.Loopback, surface.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /movies HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n{part}"));
            await surface.Writer.Given(1);
            if (isReset)
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        await surface.StopAsync();
        Assert.Equal(0, surface.Writer.Commits);
        Assert.Empty(surface.Log.Lines);
    }

    [Fact]
    public async Task Post_OneByteTooMany_413BeforeAnyIsRead()
    {
        await using var surface = await TestSurface.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, surface.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /movies HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: {RecordPosts.BodyBytes + 1}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_OneByteTooManyFromAClientThatSendsFirst_413IsStillSeen(bool isChunked)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Keeps = false;
        const int PieceBytes = 1 << 19;
        var piece = "{\"as\":\"updated\",\"x\":\"" + new string('x', PieceBytes - 24) + "\"}\n";
        Assert.Equal(PieceBytes, piece.Length);
        var pieces = Enumerable.Repeat(piece, (int)(RecordPosts.BodyBytes / PieceBytes));
        using (var most = new PiecesContent(pieces))
        using (var taken = await surface.WriteAsync("POST", "/movies", most))
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        using HttpContent content = isChunked ? new PiecesContent([.. pieces, " "]) : TestSurface.Bytes(string.Concat(pieces) + " ", type: null);
        using var response = await surface.WriteAsync("POST", "/movies", content);
        var problem = await RecordPostTests.ProblemAsync(response, 413, "body-too-large");
        Assert.Contains("67108864 bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, surface.Writer.Commits);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task OneMovie_OneByteTooMany_413(string method)
    {
        await using var surface = await TestSurface.StartAsync();
        using (var most = await surface.WriteAsync(method, "/movies/1999-abc", new string(' ', 1 << 20)))
            Assert.Equal(HttpStatusCode.OK, most.StatusCode);
        using var told = await surface.WriteAsync(method, "/movies/1999-abc", new string(' ', (1 << 20) + 1));
        await RecordPostTests.ProblemAsync(told, 413, "body-too-large");
        using var content = new PiecesContent([new string(' ', 1 << 20), " "]);
        using var untold = await surface.WriteAsync(method, "/movies/1999-abc", content);
        await RecordPostTests.ProblemAsync(untold, 413, "body-too-large");
        Assert.Single(surface.Writer.Writes);
    }

    [Fact]
    public async Task Connection_AfterRefusedBodies_GoesOn()
    {
        await using var surface = await TestSurface.StartAsync();
        var answer = await surface.RawAsync(Encoding.ASCII.GetBytes(
            "POST /movies HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello" +
            "PUT /movies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello" +
            "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        Assert.Contains("HTTP/1.1 415", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 405", answer, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Budget_SpentAndGivenBack_IsTheSameAsBefore()
    {
        var budget = new BodyBudget();
        Assert.True(budget.TryTake(BodyBudget.MostBytes));
        Assert.False(budget.TryTake(1));
        budget.GiveBack(1);
        Assert.True(budget.TryTake(1));
        Assert.False(budget.TryTake(1));
    }

    [Fact]
    public async Task Body_BudgetSpentByOthers_IsRefusedAndTakesNothing()
    {
        var budget = new BodyBudget();
        Assert.True(budget.TryTake(BodyBudget.MostBytes - 10));
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(new byte[30]);
        using (var body = new RequestBody(context, 100, budget))
        {
            Assert.Equal(10, await body.ReadAsync(new byte[10], TestContext.Current.CancellationToken));
            var refused = await Assert.ThrowsAsync<RefusedException>(async () => await body.ReadAsync(new byte[10], TestContext.Current.CancellationToken));
            Assert.Equal("too-many-writes", refused.Problem.Kind);
            Assert.False(budget.TryTake(1));
        }
        Assert.True(budget.TryTake(10));
        Assert.False(budget.TryTake(1));
    }
}
