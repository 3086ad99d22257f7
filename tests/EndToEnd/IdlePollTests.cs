using System.Text;
using MovieGrains.Tests.S3;

namespace MovieGrains.EndToEnd;

/// <summary>What looking at a large bucket costs when there is nothing new in it.</summary>
public sealed class IdlePollTests
{
    private const int Objects = 10_000;

    [Fact]
    public async Task IdlePolls_OverTenThousandObjects_ReadNothingWriteNothingAndCostLittle()
    {
        var bucket = new MemoryBucket();
        for (var i = 0; i < Objects; i++)
            // Most are empty, which the listing says: a poll treats them as any other file that is known, and they load at once.
            bucket.Put($"drops/2026/{i:00000}.json", i % 50 == 0 ? Encoding.UTF8.GetBytes($$"""{"title":"Movie {{i}}","year":1999}""") : []);
        await using var proxy = await FaultProxy.StartAsync(bucket.AskAsync);
        await using var movies = await StandaloneProcess.StartAsync(
            "--source", Ingestion.Url("drops/"), "--s3-endpoint", proxy.Endpoint.AbsoluteUri, "--poll", "0.5");
        Assert.Equal(Objects / 50, await movies.MoviesAsync());
        // What comes once (code to be compiled, parts to be compacted) is over by then.
        await movies.NextPollsAsync(3);
        var (reads, commits, polls, spent) = (Reads(proxy), await CommitsAsync(movies), await movies.PollsAsync(), movies.ProcessorTime);

        await movies.NextPollsAsync(5);

        var done = await movies.PollsAsync() - polls;
        var each = (movies.ProcessorTime - spent) / done;
        Assert.True(each <= TimeSpan.FromSeconds(1), $"A poll took {each.TotalMilliseconds:F0} ms of processors.");
        Assert.Equal((reads, commits), (Reads(proxy), await CommitsAsync(movies)));
        TestContext.Current.SendDiagnosticMessage($"An idle poll over {Objects} objects: {each.TotalMilliseconds:F0} ms of processors.");
    }

    private static int Reads(FaultProxy proxy) => proxy.Requests.Count(FaultRules.Reading);

    private static Task<double> CommitsAsync(StandaloneProcess movies) => movies.MetricAsync("movies_storage_commits_total");
}
