using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MovieGrains.Cluster.Tests;

/// <summary>200 reads and 20 writes a second, each begun when it is due, whatever those before it do. Of each write that is acknowledged it
/// finds out how long it takes until others see it.</summary>
internal sealed class Load
{
    private const int ReadsPerSecond = 200, WritesPerSecond = 20;

    private static int begun;

    private readonly HttpClient client;
    private readonly List<Task> running;
    private readonly long beganAt = Stopwatch.GetTimestamp();
    private readonly int number = Interlocked.Increment(ref begun);
    private volatile bool isEnded;
    private int reads, refused;
    private long longestRead, longestWrite, longestUnseen;

    private Load(HttpClient client)
    {
        this.client = client;
        running = [RepeatAsync(ReadsPerSecond, ReadAsync), RepeatAsync(WritesPerSecond, WriteAsync)];
    }

    public ConcurrentQueue<string> FailedReads { get; } = [];

    public ConcurrentQueue<string> Acknowledged { get; } = [];

    /// <summary>The longest read, in milliseconds.</summary>
    public long LongestRead => Interlocked.Read(ref longestRead);

    /// <summary>Writes that were not acknowledged.</summary>
    public int Refused => refused;

    public static Load Begin(HttpClient client) => new(client);

    /// <summary>Begins no more, and waits for what is under way.</summary>
    public Task EndAsync()
    {
        isEnded = true;
        return Task.WhenAll(running);
    }

    /// <summary>What must hold, whatever was lost meanwhile. How long a read takes is printed, and held to twice the API's deadline alone: a
    /// machine that is busy with something else has this process wait, too.</summary>
    public async Task CheckAsync()
    {
        Assert.Empty(FailedReads);
        Assert.True(reads > ReadsPerSecond, ToString());
        Assert.InRange(LongestRead, 0, 6000);
        Assert.NotEmpty(Acknowledged);
        // The silo that is asked now may be another than the one that had it before.
        foreach (var id in Acknowledged)
            Assert.True(await ComesAsync(id), $"{id} is lost; {this}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{reads} reads, {FailedReads.Count} failed, longest {longestRead} ms; {Acknowledged.Count} writes acknowledged, {refused} refused, longest {longestWrite} ms, seen by others after at most {longestUnseen} ms; {string.Join(" | ", FailedReads.Take(3).Concat(FailedReads.TakeLast(1)))}");

    private async Task ReadAsync(int i)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await client.GetAsync($"/movies?year={1950 + (i % 70)}&page_size=5");
            if (!response.IsSuccessStatusCode)
                Failed(start, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
        catch (HttpRequestException failure)
        {
            Failed(start, failure.ToString());
        }
        Interlocked.Increment(ref reads);
        Longest(ref longestRead, start);
    }

    /// <summary>Notes when a read that failed was begun and when it ended, in seconds of the load, as such reads come together.</summary>
    private void Failed(long start, string why) => FailedReads.Enqueue(string.Create(
        CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(beganAt, start).TotalSeconds:0.00} to {Stopwatch.GetElapsedTime(beganAt).TotalSeconds:0.00} s: {why}"));

    private async Task WriteAsync(int i)
    {
        var start = Stopwatch.GetTimestamp();
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"title":"Written {{number}} {{i}}","year":{{1950 + (i % 70)}}}""");
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/movies", UriKind.Relative), body);
        var answer = await response.Content.ReadAsStringAsync();
        Longest(ref longestWrite, start);
        if (response.IsSuccessStatusCode)
            await SeeAsync(answer.Split("\"id\":\"")[1].Split('"')[0]);
        else
            Interlocked.Increment(ref refused);
    }

    /// <summary>Waits until a movie is there for who has not written it.</summary>
    private async Task SeeAsync(string id)
    {
        var start = Stopwatch.GetTimestamp();
        Acknowledged.Enqueue(id);
        _ = await ComesAsync(id);
        Longest(ref longestUnseen, start);
    }

    private async Task<bool> ComesAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!patience.IsCancellationRequested)
        {
            using var response = await client.GetAsync("/movies/" + id);
            if (response.IsSuccessStatusCode)
                return true;
            await timer.WaitForNextTickAsync();
        }
        return false;
    }

    private async Task RepeatAsync(int perSecond, Func<int, Task> work)
    {
        var begun = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var i = 0; !isEnded; i++)
        {
            begun.Add(work(i));
            await timer.WaitForNextTickAsync();
        }
        await Task.WhenAll(begun);
    }

    private static void Longest(ref long longest, long start)
    {
        var took = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        for (var known = Interlocked.Read(ref longest); took > known; known = Interlocked.Read(ref longest))
            Interlocked.CompareExchange(ref longest, took, known);
    }
}
