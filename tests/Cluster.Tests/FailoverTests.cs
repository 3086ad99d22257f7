using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

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
        using var end = new CancellationTokenSource();
        var load = new Load(cluster.Client);
        var reads = load.ReadAsync(perSecond: 200, end.Token);
        var writes = load.WriteAsync(perSecond: 20, end.Token);

        await Task.Delay(Before);
        var silo = cluster.Silos.First();
        ServerCommand.Signal(silo, signal);
        await Task.Delay(After);
        if (signal == "STOP")
            ServerCommand.Signal(silo, "KILL");
        await end.CancelAsync();
        await Task.WhenAll(reads, writes);

        output.WriteLine(load.ToString());
        Assert.Empty(load.FailedReads);
        Assert.True(load.Reads > 100, load.ToString());
        Assert.NotEmpty(load.Acknowledged);
        foreach (var id in load.Acknowledged)
            Assert.True(await IsThereAsync(cluster.Client, id), $"{id} is lost; {load}");
    }

    /// <summary>Whether a movie is there; a replica may be behind for as long as the directory that it asks moves.</summary>
    private static async Task<bool> IsThereAsync(HttpClient client, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!patience.IsCancellationRequested)
        {
            using var response = await client.GetAsync("/movies/" + id);
            if (response.IsSuccessStatusCode)
                return true;
            await timer.WaitForNextTickAsync();
        }
        return false;
    }

    /// <summary>Reads and writes at a steady rate, each begun when it is due, whatever those before it do.</summary>
    private sealed class Load(HttpClient client)
    {
        private int reads, refused;
        private long longestRead, longestWrite;

        public int Reads => reads;

        public ConcurrentQueue<string> FailedReads { get; } = [];

        public ConcurrentQueue<string> Acknowledged { get; } = [];

        public Task ReadAsync(int perSecond, CancellationToken end) => RepeatAsync(perSecond, async i =>
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                using var response = await client.GetAsync($"/movies?year={1950 + (i % 70)}&page_size=5", CancellationToken.None);
                if (!response.IsSuccessStatusCode)
                    FailedReads.Enqueue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(CancellationToken.None)}");
            }
            catch (HttpRequestException failure)
            {
                FailedReads.Enqueue(failure.Message);
            }
            Interlocked.Increment(ref reads);
            Longest(ref longestRead, start);
        }, end);

        public Task WriteAsync(int perSecond, CancellationToken end) => RepeatAsync(perSecond, async i =>
        {
            var start = Stopwatch.GetTimestamp();
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"title":"Written {{i}}","year":{{1950 + (i % 70)}}}""");
            using var body = new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(new Uri("/movies", UriKind.Relative), body, CancellationToken.None);
            if (response.IsSuccessStatusCode)
                Acknowledged.Enqueue((await response.Content.ReadAsStringAsync(CancellationToken.None)).Split("\"id\":\"")[1].Split('"')[0]);
            else
                Interlocked.Increment(ref refused);
            Longest(ref longestWrite, start);
        }, end);

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{reads} reads, {FailedReads.Count} failed, longest {longestRead} ms; {Acknowledged.Count} writes acknowledged, {refused} refused, longest {longestWrite} ms; {string.Join(" | ", FailedReads.Take(3))}");

        private static async Task RepeatAsync(int perSecond, Func<int, Task> work, CancellationToken end)
        {
            var running = new List<Task>();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                running.Add(work(i));
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
            await Task.WhenAll(running);
        }

        private static void Longest(ref long longest, long start)
        {
            var took = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            for (var known = Interlocked.Read(ref longest); took > known; known = Interlocked.Read(ref longest))
                Interlocked.CompareExchange(ref longest, took, known);
        }
    }
}
