using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Http;

/// <summary>A server in a process of its own, on a free port of this machine; ended with this object.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>From the start of the process to its first ready answer, to some milliseconds.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>The number that the system knows it by.</summary>
    public int Id => process.Id;

    /// <summary>Processor time that it has taken, to 10 ms.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory that it has in use.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts a server and waits until it answers 200.</summary>
    /// <param name="assembly">The path of its dll.</param>
    /// <param name="arguments">What it is started with, given its port.</param>
    /// <param name="readyPath">What it answers once it is ready.</param>
    /// <param name="patience">How long that may take.</param>
    /// <param name="cancellation">Ends the wait and the server.</param>
    /// <exception cref="BenchException">It ended, or wasn't ready in time.</exception>
    public static async Task<ServerProcess> StartAsync(
        string assembly, Func<int, IEnumerable<string>> arguments, string readyPath, TimeSpan patience, CancellationToken cancellation)
    {
        if (!File.Exists(assembly))
            throw new BenchException($"{assembly} is not built; ./movies bench builds it.");
        var port = FreePort();
        // Its output goes nowhere: a pipe that nobody empties would stop it, and a log on the terminal would hide the tables.
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments(port))
            start.ArgumentList.Add(argument);
        // As ./movies up starts it.
        start.Environment.TryAdd("DOTNET_GCgen0size", "0x400000");
        var started = Process.Start(start)!;
        var said = new LastLines(started);
        var server = new ServerProcess(started, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await server.ReadyAsync(readyPath, patience, said, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it in the midst of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        Native.AskToStop(process.Id);
        await process.WaitForExitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private async Task ReadyAsync(string path, TimeSpan patience, LastLines said, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < patience;)
        {
            if (process.HasExited)
                throw new BenchException($"A server ended before it was ready:{Environment.NewLine}{said}");
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    ReadyAfter = DateTime.Now - process.StartTime;
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(5, cancellation);
        }
        throw new BenchException($"A server was not ready within {Format.Number(patience.TotalSeconds)} s:{Environment.NewLine}{said}");
    }

    /// <summary>A port that was free a moment ago; the system hands out others for a while.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The last lines that a process said, for when it fails.</summary>
    private sealed class LastLines
    {
        private const int Kept = 20;
        private readonly Queue<string> lines = new();

        public LastLines(Process process)
        {
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public override string ToString()
        {
            lock (lines)
                return string.Join(Environment.NewLine, lines);
        }

        private void Add(string? line)
        {
            if (line is null)
                return;
            lock (lines)
            {
                lines.Enqueue(line);
                if (lines.Count > Kept)
                    lines.Dequeue();
            }
        }
    }
}
