using System.Diagnostics;
using System.Globalization;
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
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandaloneProcess(Process process)
    {
        _process = process;
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

    /// <summary>Starts it on a free port and waits until it says that it is ready.</summary>
    public static Task<StandaloneProcess> StartAsync(params string[] arguments) => ReadyAsync(Begin([.. arguments, "--port", "0"]));

    /// <summary>Starts it so that none of its files may grow beyond a bound, as on a full disk.</summary>
    /// <param name="kilobytes">The bound.</param>
    /// <param name="arguments">As ever.</param>
    public static Task<StandaloneProcess> StartBoundedAsync(int kilobytes, params string[] arguments)
    {
        // Without this, the runtime makes a file of two gigabytes in memory for the code that it compiles.
        var script = $"export DOTNET_EnableWriteXorExecute=0; ulimit -f {kilobytes}; exec dotnet \"$@\"";
        return ReadyAsync(Begin("bash", ["-c", script, "bash", Assembly, .. arguments, "--port", "0"]));
    }

    /// <summary>Kills it without a warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private static async Task<StandaloneProcess> ReadyAsync(StandaloneProcess running)
    {
        running.ReadyLine = await running._firstLine.Task.WaitAsync(Patience);
        var url = Url().Match(running.ReadyLine);
        Assert.True(url.Success, running.ReadyLine + running.Errors);
        running.Client.BaseAddress = new Uri(url.Value);
        return running;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var running = Begin(arguments);
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
    }

    private static StandaloneProcess Begin(string[] arguments) => Begin("dotnet", [Assembly, .. arguments]);

    private static StandaloneProcess Begin(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("MOVIES_", StringComparison.Ordinal)))
            start.Environment.Remove(name);
        var running = new StandaloneProcess(new Process { StartInfo = start });
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

    [GeneratedRegex("http://[0-9.:]+[0-9]", RegexOptions.None, 1000)]
    private static partial Regex Url();
}
