using System.Diagnostics;
using System.Globalization;

namespace MovieGrains.Bench.Load;

/// <summary>wrk, the closed-loop load generator: so many connections, each asking again as soon as it is answered.</summary>
internal static class Wrk
{
    /// <summary>Connections; enough that the server always has something to do.</summary>
    public const int Connections = 32;

    /// <summary>Says so when wrk is missing.</summary>
    /// <exception cref="BenchException">It is.</exception>
    public static void Require()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "wrk"))))
            throw new BenchException("wrk is not installed; ./movies bench installs it (or: apt-get install wrk).");
    }

    /// <summary>Saturates a server.</summary>
    /// <param name="server">Where it is.</param>
    /// <param name="pathsFile">What to ask for, a path a line.</param>
    /// <param name="duration">For how long, in whole seconds.</param>
    /// <param name="connections">Connections.</param>
    /// <param name="cancellation">Ends wrk, too.</param>
    public static async Task<WrkResult> RunAsync(
        Uri server, string pathsFile, TimeSpan duration, int connections, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("wrk") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var seconds = ((int)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        foreach (var argument in new[]
                 {
                     "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s",
                     "-s", Path.Combine(AppContext.BaseDirectory, "walk.lua"), server.ToString(), "--", pathsFile,
                 })
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return Parse(output) ?? throw new BenchException($"wrk failed: {output}{await errors}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>Reads the figures that walk.lua prints; null when they aren't there.</summary>
    internal static WrkResult? Parse(string output)
    {
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("figures ", StringComparison.Ordinal));
        if (line is null)
            return null;
        var figures = line.Split(' ').Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new WrkResult(
            figures[0] / (figures[1] / 1e6), TimeSpan.FromMicroseconds(figures[2]), TimeSpan.FromMicroseconds(figures[3]),
            TimeSpan.FromMicroseconds(figures[4]), TimeSpan.FromMicroseconds(figures[5]), (long)figures[6]);
    }
}

/// <summary>What wrk found.</summary>
/// <param name="Rate">Requests per second.</param>
/// <param name="P50">Median of the times from request to answer.</param>
/// <param name="P95">The time that 95 % did not exceed.</param>
/// <param name="P99">The time that 99 % did not exceed.</param>
/// <param name="Max">The longest.</param>
/// <param name="Failures">Answers other than 2xx and 3xx, and broken connections.</param>
internal sealed record WrkResult(double Rate, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max, long Failures);
