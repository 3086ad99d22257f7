using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http;
using MovieGrains.Http.Hosting;
using MovieGrains.Ingest.Sources;
using MovieGrains.Standalone.Running;
using MovieGrains.Standalone.Settings;

namespace MovieGrains.Standalone.Tests;

/// <summary>How it starts and stops, with all of it in this process.</summary>
public sealed class ServiceTests : IDisposable
{
    private const int ManyRecords = 200_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("service").FullName;
    private readonly TextWriter _output = Console.Out;

    public void Dispose()
    {
        Console.SetOut(_output);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RunAsync_ToldToStopWhileItStarts_EndsWell()
    {
        var options = Options(port: 0);
        await using var app = Build(options);
        app.Lifetime.StopApplication();

        Assert.Equal(0, await Service.RunAsync(app, options, Stopwatch.GetTimestamp()));
    }

    /// <summary>Whoever waits for the line may ask at once.</summary>
    [Fact]
    public async Task RunAsync_SaysThatItIsReady_OnlyWhenItIs()
    {
        var options = Options(port: 0);
        await using var app = Build(options);
        var line = new ReadyAtLine(app.Services.GetRequiredService<Readiness>());
        Console.SetOut(line);

        var run = Service.RunAsync(app, options, Stopwatch.GetTimestamp());
        Assert.True(await line.WasReady.Task);
        app.Lifetime.StopApplication();

        Assert.Equal(0, await run);
    }

    /// <summary>Loading begins before the port is taken, and what it stands on is disposed next.</summary>
    [Fact]
    public async Task RunAsync_PortTaken_LeavesNothingLoading()
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "many.ndjson"), Enumerable.Range(0, ManyRecords).Select(
            i => string.Create(CultureInfo.InvariantCulture, $$"""{"title":"Movie {{i}}","year":1999}""")));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = Options(((IPEndPoint)listener.LocalEndpoint).Port);
        await using var app = Build(options);

        Assert.Equal(Failure.ExitCode, await Service.RunAsync(app, options, Stopwatch.GetTimestamp()));

        var loading = app.Services.GetRequiredService<Loading>();
        Assert.True(loading.ExecuteTask is null or { IsCompleted: true });
        Assert.Null(loading.Failure);
    }

    private static WebApplication Build(StandaloneOptions options) =>
        Composition.Build(WebApplication.CreateSlimBuilder(), options);

    private StandaloneOptions Options(int port) =>
        new() { Sources = [new FolderPlace(_folder)], Port = port, Data = Path.Combine(_folder, "data") };

    private sealed class ReadyAtLine(Readiness readiness) : TextWriter
    {
        public TaskCompletionSource<bool> WasReady { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => WasReady.TrySetResult(readiness.IsReady);
    }
}
