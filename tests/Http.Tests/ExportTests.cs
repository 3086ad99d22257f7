using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Routes;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed class ExportTests
{
    private const int ChunkBytes = 1 << 16;
    private const int ManyChunks = 10_000;

    /// <summary>What may be between the producer and the client at most: the buffers of the server and of both sockets.</summary>
    private const long Between = 24 << 20;

    private static readonly string[] Lines = [.. Enumerable.Range(0, 500).Select(i => $$"""{"id":"{{i}}","title":"{{new string('x', i)}}"}""" + "\n")];

    [Fact]
    public async Task Get_AnyQuery_StreamsTheCatalogsLinesWithItsHeaders()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Chunks = Lines;
        using var response = await surface.GetAsync("/export?title=x&year=1999&sort=title&fields=id,title");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(string.Concat(Lines), await response.Content.ReadAsStringAsync());
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("7", SurfaceTests.Header(response, "Movies-Generation"));
        Assert.Equal("no-store", SurfaceTests.Header(response, "Cache-Control"));
        Assert.Equal("Accept-Encoding", SurfaceTests.Header(response, "Vary"));
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Null(response.Headers.ETag);
        var asked = surface.Catalog.Asked!;
        Assert.Equal((1, 1, SortField.Title), (asked.Texts.Length, asked.Years.Length, asked.Sort.Keys[0].Field));
        Assert.Equal(["id", "title"], asked.Fields);
    }

    [Theory]
    [InlineData("page=2", "page", "/movies")]
    [InlineData("page_size=10", "page_size", "/movies")]
    [InlineData("cursor=abc", "cursor", "/movies")]
    [InlineData("facets=genre", "facets", "/movies")]
    [InlineData("facet_size=3", "facet_size", "/movies")]
    [InlineData("titel=x", "titel", "title")]
    public async Task Get_ParametersOfPages_400WithASuggestion(string query, string name, string suggestion)
    {
        await using var surface = await TestSurface.StartAsync();
        var problem = await surface.ProblemAsync("/export?" + query, 400);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(name, error.GetProperty("parameter").GetString());
        Assert.Equal(suggestion, error.GetProperty("suggestion").GetString());
        Assert.Null(surface.Catalog.Asked);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Head_AnyQuery_HasTheHeadersAndAsksForNothing(string? coding)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Chunks = Lines;
        using var response = await surface.SendAsync(HttpMethod.Head, "/export", [.. coding is null ? [] : new[] { ("Accept-Encoding", coding) }]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("7", SurfaceTests.Header(response, "Movies-Generation"));
        Assert.Equal(coding is null ? [] : [coding], response.Content.Headers.ContentEncoding);
        Assert.Equal(0, surface.Catalog.ChunksAsked);
    }

    [Theory]
    [InlineData("br", 500)]
    [InlineData("gzip", 500)]
    [InlineData("br", 0)]
    [InlineData("gzip", 0)]
    [InlineData("identity", 0)]
    public async Task Get_CodingWanted_IsCodedAsOneStream(string coding, int lines)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Chunks = Lines[..lines];
        using var response = await surface.GetAsync("/export", ("Accept-Encoding", coding));
        Assert.Equal(coding is "identity" ? [] : [coding], response.Content.Headers.ContentEncoding);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(string.Concat(Lines[..lines]), await DecodedAsync(coding, bytes));
    }

    /// <summary>Chunks of bytes that can't be made smaller go through every buffer of the coders.</summary>
    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Get_CodingWanted_LargeChunks_AreWhole(string coding)
    {
        await using var surface = await TestSurface.StartAsync();
        var random = new Random(4711);
        surface.Catalog.Chunks = [.. Enumerable.Range(0, 5).Select(_ => string.Concat(Enumerable.Range(0, 300_000).Select(_ => (char)random.Next(' ', '~'))))];
        using var response = await surface.GetAsync("/export", ("Accept-Encoding", coding));
        Assert.Equal(string.Concat(surface.Catalog.Chunks), await DecodedAsync(coding, await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task Get_NoCodingAcceptable_406()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync("/export", ("Accept-Encoding", "identity;q=0"));
        await TestSurface.ProblemAsync(response, 406);
    }

    [Fact]
    public async Task Get_BeforeTheFirstLoad_503()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        await surface.ProblemAsync("/export", 503);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Get_FailureMidway_BreaksTheConnection(string coding)
    {
        await using var surface = await TestSurface.StartAsync();
        var random = new Random(4711);
        // Enough for something to have been sent, whatever the coder holds back.
        surface.Catalog.Chunks = [.. Enumerable.Range(0, 40).Select(_ => Convert.ToHexString(Enumerable.Range(0, 20_000).Select(_ => (byte)random.Next()).ToArray()))];
        surface.Catalog.Failure = new InvalidOperationException("half");
        using (var response = await surface.StreamAsync("/export", ("Accept-Encoding", coding)))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());
        }
        var raw = await surface.RawAsync(Encoding.Latin1.GetBytes($"GET /export HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {coding}\r\nConnection: close\r\n\r\n"));
        Assert.DoesNotContain("\r\n0\r\n", raw, StringComparison.Ordinal);
        Assert.Contains(surface.Log.Lines, line => line.Contains("half", StringComparison.Ordinal));
    }

    /// <summary>Proxies still speak it to what is behind them, and such an answer has no end but that of its connection: only a reset
    /// tells that it is not whole.</summary>
    [Fact]
    public async Task Get_FailureMidwayInHttp10_ResetsTheConnection()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Chunks = Enumerable.Repeat(new string('x', ChunkBytes), 4);
        surface.Catalog.Failure = new InvalidOperationException("half");
        using var client = await ConnectAsync(surface, "GET /export HTTP/1.0\r\n\r\n");
        await Assert.ThrowsAsync<IOException>(() => client.CopyToAsync(Stream.Null));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task Get_FailureBeforeTheFirstByte_500(string coding)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Failure = new InvalidOperationException("early");
        using var response = await surface.GetAsync("/export", ("Accept-Encoding", coding));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.False(response.Headers.Contains("Movies-Generation"));
        await TestSurface.ProblemAsync(response, 500);
    }

    [Fact]
    public async Task Get_TooManyExports_503()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Chunks = Lines;
        var places = surface.Services.GetRequiredService<ExportsUnderWay>();
        for (var i = 0; i < ExportsUnderWay.Most - 1; i++)
            Assert.True(places.TryEnter());
        for (var i = 0; i < 3; i++)
            Assert.Equal(string.Concat(Lines), await surface.Client.GetStringAsync("/export"));
        Assert.True(places.TryEnter());
        using var refused = await surface.GetAsync("/export");
        Assert.Equal("1", SurfaceTests.Header(refused, "Retry-After"));
        var problem = await TestSurface.ProblemAsync(refused, 503);
        Assert.Equal("urn:moviegrains:problem:too-many-exports", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Get_SlowClient_HoldsTheCatalogBack()
    {
        var time = new ManualTime();
        await using var surface = await TestSurface.StartAsync(add: services => services.AddSingleton<TimeProvider>(time));
        var chunk = new string('x', ChunkBytes - 1) + "\n";
        surface.Catalog.Chunks = Enumerable.Repeat(chunk, ManyChunks);
        using (var client = await ConnectAsync(surface))
        {
            var buffer = new byte[ChunkBytes];
            for (long taken = 0; taken < 64 << 20;)
            {
                // Whenever the answer waits for the client, no more has been asked for than is on its way.
                await time.SetAsync(StreamedBody.Patience).WaitAsync(TimeSpan.FromSeconds(60));
                Assert.InRange((long)surface.Catalog.ChunksAsked * ChunkBytes, 0, taken + Between);
                for (var end = taken + (8 << 20); taken < end;)
                    taken += await client.ReadAsync(buffer);
            }
            Assert.False(surface.Catalog.ExportEnded.IsCompleted);
        }
        // The client has gone: nobody searches on for it.
        await surface.Catalog.ExportEnded.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(surface.Catalog.ChunksAsked < ManyChunks);
        await surface.StopAsync();
        Assert.Empty(surface.Log.Lines);
    }

    [Fact]
    public async Task Get_ClientThatStopsReading_IsCutOff()
    {
        var time = new ManualTime();
        await using var surface = await TestSurface.StartAsync(add: services => services.AddSingleton<TimeProvider>(time));
        surface.Catalog.Chunks = Enumerable.Repeat(new string('x', ChunkBytes), ManyChunks);
        using var client = await ConnectAsync(surface);
        while (!surface.Catalog.ExportEnded.IsCompleted)
        {
            await Task.WhenAny(time.SetAsync(StreamedBody.Patience), surface.Catalog.ExportEnded).WaitAsync(TimeSpan.FromSeconds(60));
            time.Advance(StreamedBody.Patience);
        }
        Assert.True((long)surface.Catalog.ChunksAsked * ChunkBytes < Between);
        Assert.DoesNotContain("\r\n0\r\n", await RestAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public void Bound_Kestrel_KeepsItsLeastRate()
    {
        var kestrel = new KestrelServerOptions();
        kestrel.Bound();
        Assert.True(kestrel.Limits.MinResponseDataRate is { BytesPerSecond: >= 240, GracePeriod.TotalSeconds: <= 10 });
    }

    private static async Task<NetworkStream> ConnectAsync(
        TestSurface surface, string request = "GET /export HTTP/1.1\r\nHost: x\r\n\r\n")
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ChunkBytes };
        await socket.ConnectAsync(IPAddress.Loopback, surface.Address.Port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        return stream;
    }

    private static async Task<string> RestAsync(NetworkStream client)
    {
        var rest = new MemoryStream();
        try
        {
            await client.CopyToAsync(rest);
        }
        catch (IOException)
        {
            // A connection that is reset is broken as well.
        }
        return Encoding.Latin1.GetString(rest.ToArray());
    }

    private static async Task<string> DecodedAsync(string coding, byte[] bytes)
    {
        var coded = new MemoryStream(bytes);
        await using Stream decoder = coding switch
        {
            "br" => new BrotliStream(coded, CompressionMode.Decompress),
            "gzip" => new GZipStream(coded, CompressionMode.Decompress),
            _ => coded,
        };
        return await new StreamReader(decoder).ReadToEndAsync();
    }
}
