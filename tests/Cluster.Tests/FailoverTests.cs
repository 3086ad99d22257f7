using System.Diagnostics;
using System.Globalization;

namespace MovieGrains.Cluster.Tests;

/// <summary>A silo is lost under load: no read fails, and no write that was acknowledged is gone.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("KILL", 6)]
    [InlineData("STOP", 12)]
    [InlineData("TERM", 6)]
    public async Task Silo_LostUnderLoad_NoReadFailsAndNoAcknowledgedWriteIsLost(string signal, int seconds)
    {
        var after = TimeSpan.FromSeconds(seconds); // In which the cluster knows, and writes go on.
        using var folders = new Folders();
        folders.Drop("movies.json", Folders.Source);
        await using var cluster = await ServerCommand.ClusterAsync(folders, folders.New("cluster"));
        var load = Load.Begin(cluster.Client);
        await Task.Delay(Before);
        var silo = cluster.Silos.First();
        ServerCommand.Signal(silo, signal);
        var noticing = NoticeAsync(cluster.Client, after);
        await Task.Delay(after);
        if (signal == "STOP")
            await ResumeAsync(silo);
        await load.EndAsync();
        output.WriteLine($"{signal}: {load}");
        output.WriteLine($"the cluster knew that the silo was gone after {await noticing}");
        await load.CheckAsync();
    }

    /// <summary>How long it takes until the cluster knows that a silo is gone: what its timings come to, to half a second or so, as a silo that
    /// does not answer is asked, too.</summary>
    private static async Task<string> NoticeAsync(HttpClient client, TimeSpan limit)
    {
        var since = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Stopwatch.GetElapsedTime(since) < limit)
        {
            using var response = await client.GetAsync("/cluster");
            if (response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync()).Contains("\"status\":\"dead\"", StringComparison.Ordinal))
                return string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s");
            await timer.WaitForNextTickAsync();
        }
        return string.Create(CultureInfo.InvariantCulture, $"more than {limit.TotalSeconds:0} s");
    }

    /// <summary>It goes on: the others have declared it dead, so it ends, and must not take any of them with it.</summary>
    private async Task ResumeAsync(int silo)
    {
        var since = Stopwatch.GetTimestamp();
        ServerCommand.Signal(silo, "CONT");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{silo}")))
            await timer.WaitForNextTickAsync(patience.Token);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the silo that went on ended after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s"));
    }
}
