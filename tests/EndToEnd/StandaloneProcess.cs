using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MovieGrains.EndToEnd;

/// <summary>The real Standalone as a process of its own.</summary>
internal sealed partial class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DataFolderOfTest? _data;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandaloneProcess(Process process, DataFolderOfTest? data)
    {
        (_process, _data) = (process, data);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
    }

    public HttpClient Client { get; } = new() { Timeout = Patience };

    /// <summary>The line that said that it is ready.</summary>
    public string ReadyLine { get; private set; } = "";

    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>Its dll.</summary>
    public static string Assembly { get; } = typeof(StandaloneProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key is "Standalone").Value!;

    /// <summary>Time that processors have spent on it.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it on a free port and waits until it says that it is ready. It has a data folder of its own unless it is
    /// told of one.</summary>
    public static Task<StandaloneProcess> StartAsync(params string[] arguments) => StartAsync(AwsEnvironment.Right, arguments);

    /// <summary>The same, with what AWS tools find in the environment.</summary>
    public static Task<StandaloneProcess> StartAsync(AwsEnvironment environment, params string[] arguments) =>
        ReadyAsync(Begin(environment, [.. arguments, "--port", "0"]));

    /// <summary>Starts it so that none of its files may grow beyond a bound, as on a full disk.</summary>
    /// <param name="kilobytes">The bound.</param>
    /// <param name="arguments">As ever.</param>
    public static Task<StandaloneProcess> StartBoundedAsync(int kilobytes, params string[] arguments)
    {
        // Without this, the runtime makes a file of two gigabytes in memory for the code that it compiles.
        var script = $"export DOTNET_EnableWriteXorExecute=0; ulimit -f {kilobytes}; exec dotnet \"$@\"";
        return ReadyAsync(Begin(AwsEnvironment.Right, [.. arguments, "--port", "0"], "bash", "-c", script, "bash"));
    }

    /// <summary>Starts it and waits until it answers at all, though it may not be ready for long.</summary>
    public static async Task<StandaloneProcess> StartUnreadyAsync(AwsEnvironment environment, params string[] arguments)
    {
        // It tells its port when it is ready and not before; so it gets one that was free just now.
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        var running = Begin(environment, [.. arguments, "--port", port.ToString(CultureInfo.InvariantCulture)]);
        running.Client.BaseAddress = new Uri($"http://127.0.0.1:{port}");
        await running.UntilAsync(running.AnswersAsync, "any answer");
        return running;
    }

    /// <summary>Kills it without a warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private static async Task<StandaloneProcess> ReadyAsync(StandaloneProcess running)
    {
        try
        {
            await running.ReadyAsync();
            var url = Url().Match(running.ReadyLine);
            Assert.True(url.Success, running.ReadyLine + running.Errors);
            running.Client.BaseAddress = new Uri(url.Value);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the line that says that it is ready.</summary>
    public async Task ReadyAsync() => ReadyLine = await _firstLine.Task.WaitAsync(Patience);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var running = Begin(AwsEnvironment.Right, arguments);
        var exitCode = await running.EndAsync();
        return (exitCode, running._output.ToString(), running.Errors);
    }

    public async Task<JsonElement> JsonAsync(string target) => JsonDocument.Parse(await Client.GetStringAsync(target)).RootElement;

    public async Task<double> MetricAsync(string series)
    {
        var text = await Client.GetStringAsync("/metrics");
        var line = text.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Asks again and again until the answer is as wanted.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Waited in vain: {what}. {Errors}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data?.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        Assert.False(_process.HasExited, Errors);
        try
        {
            using var response = await Client.GetAsync("/livez");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Starts it, by a program of one's own that is given it and its arguments, or else as it is.</summary>
    private static StandaloneProcess Begin(AwsEnvironment environment, string[] arguments, params string[] by)
    {
        var data = arguments.Contains("--data") || arguments is ["key", ..] ? null : new DataFolderOfTest();
        if (data is not null)
            arguments = [.. arguments, "--data", data.Path];
        // A shell lets what it starts in the background ignore Ctrl-C, and so do their children, these tests' processes among them.
        string[] command = ["env", "--default-signal=INT", .. by.Length > 0 ? by : ["dotnet"], Assembly, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("MOVIES_", StringComparison.Ordinal)))
            start.Environment.Remove(name);
        environment.Set(start.Environment);
        var running = new StandaloneProcess(new Process { StartInfo = start }, data);
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    private void Take(string? line)
    {
        if (line is not null)
            _output.AppendLine(line);
        // The end of the output comes as null: whoever waits for a line learns that there is none.
        _firstLine.TrySetResult(line ?? "");
    }

    [GeneratedRegex("https?://[0-9.:]+[0-9]", RegexOptions.None, 1000)]
    private static partial Regex Url();
}
