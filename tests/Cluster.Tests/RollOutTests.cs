using System.Diagnostics;
using System.Globalization;

namespace MovieGrains.Cluster.Tests;

/// <summary>What operators do to a cluster under load, and what happens to its database: no read fails, and no write that was
/// acknowledged is lost.</summary>
public sealed class RollOutTests(RunningCluster cluster, ITestOutputHelper output) : IClassFixture<RunningCluster>
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>How long is the database away? Half a minute in the long form, which takes its time.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable("MOVIES_DATABASE_AWAY") is { Length: > 0 } seconds ? double.Parse(seconds, CultureInfo.InvariantCulture) : 8);

    [Fact]
    public async Task Silos_RestartedOneAfterTheOther_NoReadFailsAndNoWriteIsLost() => await UnderLoadAsync("roll-out of silos", async () =>
    {
        for (var i = 0; i < cluster.Silos.Count; i++)
        {
            await cluster.Silos[i].DisposeAsync();
            cluster.Silos[i] = await cluster.StartSiloAsync();
        }
    });

    [Fact]
    public async Task Apis_RestartedOneAfterTheOther_NoReadFailsAndNoWriteIsLost() => await UnderLoadAsync("roll-out of the API", async () =>
    {
        for (var i = 0; i < cluster.Apis.Count; i++)
        {
            await cluster.Apis[i].DisposeAsync();
            cluster.Apis[i] = await cluster.StartApiAsync();
            await cluster.BalanceAsync();
        }
    });

    [Fact]
    public async Task Api_KilledUnderLoad_NoReadFailsThatIsAskedAgainAndNoAcknowledgedWriteIsLost()
    {
        Assert.NotNull(cluster.Client); // Skips where there is no database.
        cluster.ReadAgain(true);
        var load = await UnderLoadAsync("an API process killed", async () =>
        {
            await cluster.Apis[0].KillAsync();
            // Until another has taken its place: the one that is left has it all.
            await cluster.Apis[0].DisposeAsync();
            cluster.Apis[0] = await cluster.StartApiAsync();
            await cluster.BalanceAsync();
        });
        cluster.ReadAgain(false);
        // Those that it had taken, and those that were sent to it in the tenth of a second until it was noticed.
        Assert.InRange(load.Refused, 0, 20);
    }

    [Fact]
    public async Task Postgres_AwayForAWhile_ReadsGoOnAndWritesAreTakenAgainAfterwards()
    {
        var again = TimeSpan.Zero;
        var load = await UnderLoadAsync(string.Create(CultureInfo.InvariantCulture, $"PostgreSQL away for {Away.TotalSeconds} s"), async () =>
        {
            await cluster.Postgres.StopAsync();
            await Task.Delay(Away);
            await cluster.Postgres.StartAgainAsync();
            var since = Stopwatch.GetTimestamp();
            await UntilAsync(IsWritableAsync);
            again = Stopwatch.GetElapsedTime(since);
            // The alert goes by these.
            var pages = await Task.WhenAll(cluster.Silos.Select(static silo => silo.Client.GetStringAsync("/metrics")));
            Assert.Contains(pages.SelectMany(static page => page.Split('\n')), static line =>
                line.StartsWith("movies_database_failures_total{operation=\"write\"} ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all years written to again {again.TotalSeconds:0.0} s after it came back"));
        Assert.True(load.Refused > 0, "No write was refused while the database was away.");
    }

    [Fact]
    public async Task Silo_Added_GetsItsShareOfReads() => await UnderLoadAsync("a silo added", async () =>
    {
        var since = Stopwatch.GetTimestamp();
        await using var added = await cluster.StartSiloAsync();
        var joined = Stopwatch.GetElapsedTime(since);
        await UntilAsync(added.HasReadersAsync);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"ready after {joined.TotalSeconds:0.0} s, asked after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s"));
    });

    private async Task<Load> UnderLoadAsync(string what, Func<Task> work)
    {
        var load = Load.Begin(cluster.Client);
        await Task.Delay(Moment);
        await work();
        await Task.Delay(Moment);
        await load.EndAsync();
        output.WriteLine($"{what}: {load}");
        await load.CheckAsync();
        return load;
    }

    /// <summary>Whether owners all over the years take writes.</summary>
    private async Task<bool> IsWritableAsync()
    {
        var records = string.Join(',', Enumerable.Range(1950, 70).Select(static year => $$"""{"title":"After all","year":{{year}}}"""));
        using var body = new StringContent($"[{records}]", System.Text.Encoding.UTF8, "application/json");
        using var response = await cluster.Client.PostAsync(new Uri("/movies", UriKind.Relative), body);
        return response.IsSuccessStatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await isSo())
            await timer.WaitForNextTickAsync(patience.Token);
    }
}
