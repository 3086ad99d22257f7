using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MovieGrains.Ingest.Sources;
using MovieGrains.Standalone.Running;
using MovieGrains.Standalone.Settings;

namespace MovieGrains.Standalone.Tests.Fuzz;

/// <summary>Whatever is asked of any route: it is answered, soon, and not by a failure of ours.</summary>
public sealed class FuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 8;
    private const int RequestsOfEach = 2_600;
    private const int Closed = 0;
    private const long MemoryBytes = 96 << 20;

    /// <summary>What the process may take while it is asked, garbage that nobody had to collect yet among it.</summary>
    private const long PeakBytes = 768 << 20;

    /// <summary>Nothing that is asked takes milliseconds; this is for a machine that is busy with something else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("fuzz").FullName;
    private readonly Failures _failures = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Routes_AskedAnything_AnswerWithoutFailing()
    {
        await using var app = await StartAsync();
        var server = new Uri(app.Urls.First());
        using var client = Client(server);
        var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement;
        var movies = await MoviesAsync(client);
        var (statuses, done) = (new ConcurrentDictionary<int, int>(), new ConcurrentDictionary<string, int>(StringComparer.Ordinal));

        await RunAsync(client, own => new RequestMaker(document, movies, server, own), new Tally(statuses, done), RequestsOfEach / 10, seed: 100);
        var (before, residentBefore) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
        var tally = new Tally(statuses, done);
        await RunAsync(client, own => new RequestMaker(document, movies, server, own), tally, RequestsOfEach, seed: 1);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        output.WriteLine(string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}"))
            + "; done: " + string.Join(", ", done.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"))
            + $"; {grown >> 10} kB more, {(tally.Peak - residentBefore) >> 10} kB at most");
        Assert.True(statuses.Values.Sum() >= 20_000);
        // Not only refused: of all that changes something, some was done.
        Assert.All(["GET", "POST", "PUT", "PATCH", "DELETE"], method => Assert.True(done.GetValueOrDefault(method) >= 10, method));
        Assert.DoesNotContain(statuses.Keys, status => status >= 500);
        Assert.Contains(200, statuses.Keys);
        Assert.InRange(statuses.GetValueOrDefault(Closed), 0, statuses.Values.Sum() / 200);
        Assert.Empty(_failures.Lines);
        Assert.InRange(grown, long.MinValue, MemoryBytes);
        Assert.InRange(tally.Peak - residentBefore, long.MinValue, PeakBytes);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/movies?title=movie&facets=genre")).StatusCode);
        await app.StopAsync();
    }

    /// <summary>What no client library would send.</summary>
    [Fact]
    public async Task Connection_SentAnything_IsAnsweredOrClosed()
    {
        await using var app = await StartAsync();
        var port = new Uri(app.Urls.First()).Port;
        var random = new Random(7);
        foreach (var request in RawRequests(random))
        {
            var answer = await SendAsync(port, request);
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), answer);
            Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), answer + Encoding.Latin1.GetString(request));
        }
        Assert.Empty(_failures.Lines);
        await app.StopAsync();
    }

    private static IEnumerable<byte[]> RawRequests(Random random)
    {
        string[] lines =
        [
            "GET", "GET /", "GET / HTTP/9.9", "GET  /movies HTTP/1.1", "GET movies HTTP/1.1", "GET * HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT x:1 HTTP/1.1",
            "GET http://other.example/movies HTTP/1.1", "GET /movies\0 HTTP/1.1", "GET /m\u00ffvies?title=\u00ff HTTP/1.1", "\u0016\u0003\u0001\u0002",
            "GET /movies?title=" + new string('a', 200_000) + " HTTP/1.1", new string('A', 9000) + " / HTTP/1.1",
        ];
        string[] headers =
        [
            "", "Host: x", "Host: x\r\nHost: y", "Host: \u00ff", "Host: x\r\nContent-Length: -1", "Host: x\r\nContent-Length: 5\r\nContent-Length: 6",
            "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3", "Host: x\r\nTransfer-Encoding: chunked, chunked", "Host: x\r\n folded", "Host: x\r\nX\u0000: y", "Host: x\r\nX: a\nY: b",
            "Host: x\r\nContent-Length: 99999999999", "Host: x\r\nExpect: 100-continue\r\nContent-Length: 2", "Host: x\r\nX: " + new string('a', 40_000),
            string.Concat(Enumerable.Range(0, 150).Select(i => string.Create(CultureInfo.InvariantCulture, $"X{i}: y\r\n"))) + "Host: x", "Host: x\r\nUpgrade: h2c\r\nConnection: Upgrade",
        ];
        foreach (var line in lines)
        {
            foreach (var header in headers)
                yield return Encoding.Latin1.GetBytes($"{line}\r\n{header}\r\nConnection: close\r\n\r\n");
        }
        foreach (var body in new[] { "zz\r\n", "5\r\nhello", "ffffffffffffffff\r\n", "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n", "-1\r\n" })
            yield return Encoding.Latin1.GetBytes($"POST /movies HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            yield return bytes;
        }
    }

    private static async Task<string> SendAsync(int port, byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var stream = socket.GetStream();
        using var answer = new MemoryStream();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await stream.WriteAsync(request, patience.Token);
            // No more comes from us: what waits for the rest of a request sees its end.
            socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // Closed before it had read all; what it said until then counts.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    // Values of headers that are no ASCII are sent, too.
    private static HttpClient Client(Uri server)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = Workers, RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        return new HttpClient(handler) { BaseAddress = server, Timeout = Patience };
    }

    private static async Task<List<KnownMovie>> MoviesAsync(HttpClient client)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync("/movies?fields=id,title,year&page_size=200"));
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(static movie => new KnownMovie(
            movie.GetProperty("id").GetString()!, movie.GetProperty("title").GetString()!, movie.GetProperty("year").GetInt32()))];
    }

    private static Task RunAsync(HttpClient client, Func<int, RequestMaker> makerOf, Tally tally, int requests, int seed) =>
        Task.WhenAll(Enumerable.Range(seed, Workers).Select(own => Task.Run(async () =>
        {
            var maker = makerOf(own);
            Assert.True(maker.Operations > 25);
            for (var i = 0; i < requests; i++)
            {
                using var request = maker.Next();
                var status = await SendAsync(client, request);
                Assert.True(status < 500, $"{status} for {request.Method} {request.RequestUri!.OriginalString}, request {i} of seed {own}");
                tally.Count(request.Method.Method, status);
            }
        })));

    private static async Task<int> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            return await AnswerAsync(client, request);
        }
        catch (HttpRequestException failure) when (failure.InnerException is IOException)
        {
            // The server has refused the request by its first line, and closed, before the rest of its head or its body was sent.
            return Closed;
        }
    }

    private static async Task<int> AnswerAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // What changes is told without an end: its beginning is enough.
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            await response.Content.CopyToAsync(Stream.Null);
        return (int)response.StatusCode;
    }

    private async Task<WebApplication> StartAsync()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder, "drops")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(source, "movies.ndjson"), Enumerable.Range(0, 500).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"title":"Movie {{i}}","year":{{1950 + (i % 70)}},"cast":["Tom Hanks","Actor {{i % 37}}"],"genres":["{{i % 9}}","Action"]}""")));
        var builder = WebApplication.CreateSlimBuilder();
        var app = Composition.Build(Quiet(builder), new StandaloneOptions { Sources = [new FolderPlace(source)], Port = 0, Data = Path.Combine(_folder, "data") });
        await app.StartAsync();
        await app.Services.GetRequiredService<Loading>().Loaded;
        return app;
    }

    // Failures are kept; tens of thousands of lines of the audit log are not wanted on the console.
    private WebApplicationBuilder Quiet(WebApplicationBuilder builder)
    {
        builder.Logging.AddProvider(_failures).AddFilter("MovieGrains.Audit", LogLevel.None);
        return builder;
    }

    private sealed class Failures : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public IEnumerable<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
                _lines.Enqueue(formatter(state, exception) + exception);
        }

        public void Dispose()
        {
            // There is nothing to let go of.
        }
    }
}
