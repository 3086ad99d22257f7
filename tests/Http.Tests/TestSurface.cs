using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Access;

namespace MovieGrains.Http.Tests;

/// <summary>The surface on a free port over a fake catalogue; owns every substitution.</summary>
internal sealed class TestSurface : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSurface(WebApplication app, FakeCatalog catalog, FakeWriter writer, Readiness readiness, LogLines log)
    {
        _app = app;
        Catalog = catalog;
        Writer = writer;
        Readiness = readiness;
        Log = log;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public FakeCatalog Catalog { get; }

    public FakeWriter Writer { get; }

    public Readiness Readiness { get; }

    public LogLines Log { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="loaded">Whether the first load is complete.</param>
    /// <param name="protection">Who may write.</param>
    /// <param name="hasWriter">Whether anybody may.</param>
    /// <param name="add">Registers what the composition may, beside or in place of what is here.</param>
    public static async Task<TestSurface> StartAsync(
        bool loaded = true, AccessPolicy? protection = null, bool hasWriter = true, Action<IServiceCollection>? add = null)
    {
        var catalog = new FakeCatalog();
        var writer = new FakeWriter();
        var readiness = new Readiness();
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Bound();
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Logging.ClearProviders().AddProvider(log).QuietRequests();
        builder.Services.AddSingleton<ICatalog>(catalog).AddSingleton(readiness).AddSingleton(TimeProvider.System);
        if (hasWriter)
            builder.Services.AddSingleton<ICatalogWriter>(writer);
        if (protection is not null)
            builder.Services.AddSingleton(protection);
        builder.Services.AddHttpSurface();
        add?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapHttpSurface();
        if (loaded)
            readiness.MarkLoaded();
        await app.StartAsync();
        return new TestSurface(app, catalog, writer, readiness, log);
    }

    /// <summary>Sends a request whose target goes out as it is spelt here.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, params (string Name, string Value)[] headers)
    {
        var uri = new Uri(Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, uri);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request);
    }

    /// <summary>Sends a body; <paramref name="type"/> null sends none of its kind.</summary>
    public Task<HttpResponseMessage> WriteAsync(
        string method, string target, string body, string? type = "application/json", params (string Name, string Value)[] headers) =>
        WriteAsync(method, target, Bytes(body, type), headers);

    public async Task<HttpResponseMessage> WriteAsync(
        string method, string target, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(target, UriKind.Relative)) { Content = body };
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request);
    }

    public static HttpContent Bytes(string body, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    public Task<HttpResponseMessage> GetAsync(string target, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, target, headers);

    /// <summary>The problem that a target is answered with.</summary>
    public async Task<JsonElement> ProblemAsync(string target, int status)
    {
        using var response = await GetAsync(target);
        return await ProblemAsync(response, status);
    }

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.StartsWith("urn:moviegrains:problem:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    /// <summary>Sends bytes and reads until the server closes the connection.</summary>
    public async Task<string> RawAsync(byte[] request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        var stream = socket.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request);
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // The server may close before it has read all that is too long; what it said first still counts.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public Task<string> RawAsync(string target) =>
        RawAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];
    private LogLines? _audit;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>What the audit log says, which is kept apart: it says something of every write.</summary>
    public LogLines Audit => _audit ??= new LogLines();

    public ILogger CreateLogger(string categoryName) => categoryName is "MovieGrains.Audit" ? Audit : this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
        // There is nothing to let go of.
    }
}
