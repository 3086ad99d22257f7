using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MovieGrains.Cluster.Tests;

/// <summary>A command that serves, started as a user starts it: the cluster's, or Standalone to compare with.</summary>
internal sealed partial class ServerCommand : IAsyncDisposable
{
    /// <summary>Nothing is built within it: the tests' own build has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerCommand(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = Own(start) };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>The line that said that it is ready.</summary>
    public string ReadyLine { get; private set; } = "";

    /// <summary>Waits until it has logged a text, or says that it is ready.</summary>
    public async Task UntilLoggedAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!HasLogged(text) && !_ready.Task.IsCompleted)
            await timer.WaitForNextTickAsync(patience.Token);
        Assert.True(HasLogged(text), $"It is ready, without having logged: {text}");
    }

    /// <summary>The processes of silos that it has begun.</summary>
    public IEnumerable<int> Silos => Directory.EnumerateDirectories("/proc")
        .Select(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == _process.Id && CommandOf(id).Contains("MovieGrains.Silo", StringComparison.Ordinal));

    /// <summary>How the silos that it has begun reach their database.</summary>
    public string Postgres => File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Silos.First()}/environ"))
        .Split('\0').First(static one => one.StartsWith("MOVIES_POSTGRES=", StringComparison.Ordinal)).Split('=', 2)[1];

    /// <summary>Whether a silo has readers, which it has when it is asked.</summary>
    public async Task<bool> HasReadersAsync()
    {
        var port = SiloPort().Match(ReadyLine).Groups["port"].Value;
        using var counters = JsonDocument.Parse(await Client.GetStringAsync("/dashboard/DashboardCounters"));
        return counters.RootElement.GetProperty("simpleGrainStats").EnumerateArray().Any(row =>
            row.GetProperty("grainType").GetString()!.EndsWith(".Reader", StringComparison.Ordinal)
            && row.GetProperty("siloAddress").GetString()!.Contains(":" + port, StringComparison.Ordinal)
            && row.GetProperty("totalCalls").GetInt64() > 0);
    }

    /// <summary>Starts a cluster of two silos.</summary>
    public static Task<ServerCommand> ClusterAsync(Folders folders, string data) => ReadyAsync(new ProcessStartInfo(
        Path.Combine(Of("Root"), "movies"), ["cluster", "--silos", "2", "--port", "0", "--data", data, .. SourcesOf(folders)]));

    /// <summary>Starts Standalone.</summary>
    public static Task<ServerCommand> StandaloneAsync(Folders folders, string data) => ReadyAsync(new ProcessStartInfo(
        "dotnet", [Of("Standalone"), "--port", "0", "--data", data, .. SourcesOf(folders)]));

    /// <summary>Starts a silo of a cluster.</summary>
    public static Task<ServerCommand> SiloOfAsync(string postgres, Folders folders) => ReadyAsync(new ProcessStartInfo(
        "dotnet", [Of("Silo"), "--silo-port", "0", "--gateway-port", "0", "--port", "0", "--postgres", postgres, .. SourcesOf(folders)]));

    /// <summary>Starts an API process of a cluster, which goes on answering for a second when it is told to end, for the load balancer.</summary>
    public static Task<ServerCommand> ApiOfAsync(string postgres) => ReadyAsync(new ProcessStartInfo(
        "dotnet", [Of("Api"), "--port", "0", "--postgres", postgres, "--drain", "1"]));

    /// <summary>Starts a silo without a database, on ports that are free.</summary>
    public static Task<ServerCommand> SiloAsync(params string[] arguments) => ReadyAsync(new ProcessStartInfo(
        "dotnet", [Of("Silo"), "--silo-port", "0", "--gateway-port", "0", "--port", "0", .. arguments]));

    /// <summary>Starts an API process on a port that is free.</summary>
    public static Task<ServerCommand> ApiAsync(params string[] arguments) => ReadyAsync(ApiStart(arguments));

    /// <summary>Starts a silo or an API process, with more in its environment.</summary>
    public static Task<ServerCommand> StartAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Of(program), "--port", "0", .. arguments]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return ReadyAsync(start);
    }

    /// <summary>Runs one of our programs until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Own(new ProcessStartInfo("dotnet", [Of(program), .. arguments])))!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts an API process that need not find any silo.</summary>
    public static ServerCommand BeginApi(params string[] arguments) => new(ApiStart(arguments));

    /// <summary>A start that nothing in this process's own surroundings changes.</summary>
    private static ProcessStartInfo Own(ProcessStartInfo start)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("MOVIES_", StringComparison.Ordinal)))
            start.Environment.Remove(name);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    private static ProcessStartInfo ApiStart(string[] arguments) => new("dotnet", [Of("Api"), "--port", "0", .. arguments]);

    /// <summary>Sends a process a signal.</summary>
    public static void Signal(int process, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Tells it to end, and waits until all of it has.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
            Signal(_process.Id, "TERM");
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Ends it at once, as a machine that is gone does.</summary>
    public async Task KillAsync()
    {
        Signal(_process.Id, "KILL");
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _process.Dispose();
    }

    private static async Task<ServerCommand> ReadyAsync(ProcessStartInfo start)
    {
        var server = new ServerCommand(start);
        try
        {
            var line = await server._ready.Task.WaitAsync(Patience);
            server.ReadyLine = line;
            var url = Url().Match(line);
            Assert.True(url.Success, line + server._errors);
            server.Client.BaseAddress = new Uri(url.Value);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static string[] SourcesOf(Folders folders) => ["--source", folders.Drops, "--source", folders.OtherDrops];

    /// <summary>Whether it has logged a text.</summary>
    public bool HasLogged(string text)
    {
        lock (_errors)
            return _errors.ToString().Contains(text, StringComparison.Ordinal);
    }

    /// <summary>The program as it is published, where the tests are told of it; else as it is built.</summary>
    private static string Of(string key) => Environment.GetEnvironmentVariable("MOVIES_PUBLISHED") is { Length: > 0 } published && key != "Root"
        ? Path.Combine(published, key.ToLowerInvariant(), $"MovieGrains.{key}.dll")
        : typeof(ServerCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It has ended.
        }
    }

    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    // The end of the output comes as null: whoever waits for the line learns that there is none.
    private void Take(string? line) => _ready.TrySetResult(line ?? "");

    [GeneratedRegex("http://[0-9.:]+[0-9]", RegexOptions.None, 1000)]
    private static partial Regex Url();

    [GeneratedRegex("silo port (?<port>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SiloPort();
}
