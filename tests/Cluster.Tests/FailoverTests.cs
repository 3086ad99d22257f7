using System.Diagnostics;
using System.Globalization;

namespace MovieGrains.Cluster.Tests;

/// <summary>A silo is lost under load: no read fails, and no write that was acknowledged is gone.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2), After = TimeSpan.FromSeconds(12);

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    [InlineData("TERM")]
    public async Task Silo_LostUnderLoad_NoReadFailsAndNoAcknowledgedWriteIsLost(string signal)
    {
        using var folders = new Folders();
        folders.Drop("movies.json", Folders.Source);
        await using var cluster = await ServerCommand.ClusterAsync(folders, folders.New("cluster"));
        var load = Load.Begin(cluster.Client);
        await Task.Delay(Before);
        var silo = cluster.Silos.First();
        ServerCommand.Signal(silo, signal);
        await Task.Delay(After);
        if (signal == "STOP")
            await ResumeAsync(silo);
        await load.EndAsync();
        output.WriteLine($"{signal}: {load}");
        await load.CheckAsync();
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
