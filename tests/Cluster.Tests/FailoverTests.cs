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
            ServerCommand.Signal(silo, "KILL");
        await load.EndAsync();
        output.WriteLine($"{signal}: {load}");
        await load.CheckAsync();
    }
}
