using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Cluster;

/// <summary>A cluster on this machine, as <c>./movies cluster</c> starts it: PostgreSQL, silos and an API; ended with this object.</summary>
internal sealed partial class ClusterProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly string data;

    private ClusterProcess(Process process, string data, Uri address) => (this.process, this.data, Address) = (process, data, address);

    /// <summary>Where its API answers.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="source">Its drop files.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="cancellation">Ends the wait and the cluster.</param>
    /// <exception cref="BenchException">It ended before it was ready.</exception>
    public static async Task<ClusterProcess> StartAsync(string source, int silos, CancellationToken cancellation)
    {
        var data = Directory.CreateTempSubdirectory("movies-bench-").FullName;
        // PostgreSQL's own user must get there: it refuses to run as root.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(data, File.GetUnixFileMode(data) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var start = new ProcessStartInfo(Script()) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in new[] { "cluster", "--silos", silos.ToString(CultureInfo.InvariantCulture), "--source", source, "--port", "0", "--data", data })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(Patience, cancellation);
            var url = Url().Match(line ?? "");
            return url.Success ? new ClusterProcess(process, data, new Uri(url.Value)) : throw new BenchException("The cluster ended before it was ready.");
        }
        catch
        {
            await EndAsync(process, data);
            throw;
        }
    }

    /// <summary>Where the silos answer, as each has logged.</summary>
    public IReadOnlyList<Uri> SiloAddresses() =>
        [.. Directory.EnumerateFiles(Path.Combine(data, "logs"), "silo-*.log").Order(StringComparer.Ordinal).Select(AddressIn)];

    /// <summary>The processes of the API and the silos: those of our programs that the script has started.</summary>
    public IReadOnlyList<int> Members() =>
        [.. File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static id => int.Parse(id, CultureInfo.InvariantCulture)).Where(IsOurs)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync(process, data);

    private static async Task EndAsync(Process process, string data)
    {
        if (!process.HasExited)
            Native.AskToStop(process.Id);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private static bool IsOurs(int id) =>
        Path.GetFileName(File.ResolveLinkTarget($"/proc/{id}/exe", returnFinalTarget: false)?.FullName ?? "").StartsWith("MovieGrains.", StringComparison.Ordinal);

    private static Uri AddressIn(string log)
    {
        var line = File.ReadLines(log).FirstOrDefault(static line => line.StartsWith("MovieGrains ", StringComparison.Ordinal));
        return Url().Match(line ?? "") is { Success: true } url ? new Uri(url.Value) : throw new BenchException($"{log} does not say where the silo answers.");
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "movies")) && Directory.Exists(Path.Combine(folder.FullName, "src")))
                return Path.Combine(folder.FullName, "movies");
        }
        throw new BenchException("The script ./movies is not found above the measurements' own folder.");
    }

    [GeneratedRegex("http://[0-9.:]+[0-9]", RegexOptions.None, 1000)]
    private static partial Regex Url();
}
