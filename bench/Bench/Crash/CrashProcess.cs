using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MovieGrains.Bench.Crash;

/// <summary>One process over the data folder, from its start to its death.</summary>
internal sealed partial class CrashProcess : IAsyncDisposable
{
    private const int LinesKept = 30;

    private readonly Process process;
    private readonly Violations violations;
    private readonly CrashFigures figures;
    private readonly TaskCompletionSource<string?> firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> said = new();
    private readonly long began = Stopwatch.GetTimestamp();

    private CrashProcess(Process process, Violations violations, CrashFigures figures)
    {
        (this.process, this.violations, this.figures) = (process, violations, figures);
        process.OutputDataReceived += (_, line) => firstLine.TrySetResult(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>Whether this run has killed it, or is about to.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>The last lines that it said.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return string.Join(Environment.NewLine, said);
        }
    }

    /// <summary>Starts one.</summary>
    public static CrashProcess Start(CrashSettings settings, string source, string data, Violations violations, CrashFigures figures)
    {
        string[] arguments = [settings.Standalone, "--source", source, "--data", data, "--port", "0", "--poll", "0.1"];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("MOVIES_", StringComparison.Ordinal)))
            start.Environment.Remove(name);
        start.Environment["MOVIES_SNAPSHOT_LOG_BYTES"] = settings.SnapshotLogBytes.ToString(CultureInfo.InvariantCulture);
        var made = new CrashProcess(new Process { StartInfo = start }, violations, figures);
        made.process.Start();
        made.process.BeginOutputReadLine();
        made.process.BeginErrorReadLine();
        return made;
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <returns>Where it answers; null when it was killed before, or failed, which is a violation.</returns>
    public async Task<Uri?> ReadyAsync(TimeSpan patience)
    {
        string? line;
        try
        {
            line = await firstLine.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            violations.Add($"A start was not ready within {patience.TotalSeconds} s:{Environment.NewLine}{Said}");
            return null;
        }
        var url = Url().Match(line ?? "");
        if (url.Success)
        {
            figures.Recovered(Stopwatch.GetElapsedTime(began));
            return new Uri(url.Value);
        }
        if (!IsKilled)
        {
            await process.WaitForExitAsync();
            violations.Add($"A start failed by itself with exit code {process.ExitCode}:{Environment.NewLine}{Said}");
        }
        return null;
    }

    /// <summary>Kills it, by SIGKILL, and waits until it has gone.</summary>
    public async Task KillAsync()
    {
        IsKilled = true;
        if (process.HasExited)
            violations.Add($"The process ended by itself with exit code {process.ExitCode}:{Environment.NewLine}{Said}");
        else
            process.Kill();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        IsKilled = true;
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (said)
        {
            said.Enqueue(line);
            if (said.Count > LinesKept)
                said.Dequeue();
        }
        if (Torn().Match(line) is { Success: true } torn)
            figures.Torn(long.Parse(torn.Groups["bytes"].ValueSpan, CultureInfo.InvariantCulture));
        else if (line.Contains("Data folder: snapshot ", StringComparison.Ordinal))
            figures.Snapshot();
        // An operator would be told of damage or of something lost: a kill makes neither.
        else if (IsComplaint(line))
            violations.Add($"The process complained: {line}");
    }

    private static bool IsComplaint(string line) =>
        line.StartsWith("fail: ", StringComparison.Ordinal) || line.StartsWith("crit: ", StringComparison.Ordinal)
        || line.StartsWith("warn: MovieGrains.Standalone.Storage", StringComparison.Ordinal);

    [GeneratedRegex("http://[0-9.:]+[0-9]", RegexOptions.None, 1000)]
    private static partial Regex Url();

    [GeneratedRegex("(?<bytes>[0-9]+) bytes of an interrupted write", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Torn();
}
