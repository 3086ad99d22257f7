using System.Net;
using System.Text;
using System.Text.Json;

namespace MovieGrains.EndToEnd;

/// <summary>What notifications do between polls, and that nothing is lost without them.</summary>
public sealed class NotificationTests(BucketServer bucket)
{
    private readonly string _prefix = bucket.NewPrefix();

    [Fact]
    public async Task Notifications_BetweenPolls_LeadToTheFileAndOnlyToThat()
    {
        await PutAsync("first.json", Ingestion.Heat);
        await using var movies = await StartAsync(poll: "600");

        // An object that is new: its place in the ledger is known at once, and what became of it soon.
        await PutAsync("ü new+.json", Ingestion.Matrix);
        using (var answer = await movies.NotifyAsync(_prefix + "ü new+.json", "ObjectCreated:Put"))
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            var file = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("files")[0].GetProperty("file").GetString()!;
            Assert.Equal(file, answer.Headers.Location!.OriginalString);
            await movies.UntilAsync(async () => await StateOfAsync(movies, file) == "ingested", "the new file");
        }
        Assert.Equal(1, (await movies.JsonAsync("/movies?title=matrix")).GetProperty("total").GetInt32());

        // One that is gone.
        await bucket.Server.DeleteAsync(_prefix + "first.json");
        using (var answer = await movies.NotifyAsync(_prefix + "first.json", "ObjectRemoved:Delete"))
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await movies.UntilStateAsync(_prefix + "first.json", "gone");
        Assert.Equal(2, await movies.MoviesAsync());

        // One that never was: what is told after it shows that it was looked for.
        using (var answer = await movies.NotifyAsync(_prefix + "never.json"))
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await PutAsync("last.json", Ingestion.Heat.Replace("Heat", "Last", StringComparison.Ordinal));
        using (await movies.NotifyAsync(_prefix + "last.json"))
            await movies.UntilStateAsync(_prefix + "last.json", "ingested");
        Assert.Null(await movies.RowAsync(_prefix + "never.json"));

        foreach (var key in (string[])["elsewhere/a.json", _prefix + "a.txt", _prefix + ".hidden.json"])
        {
            using var answer = await movies.NotifyAsync(key);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.Equal(1, await movies.PollsAsync());
        Assert.DoesNotContain("   at ", movies.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notifications_TooEarlyOrLost_AreMadeGoodByThePoll()
    {
        await using var movies = await StartAsync(poll: "0.2");
        using (var answer = await movies.NotifyAsync(_prefix + "late.json"))
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_notifications_waiting") == 0, "the notification to be taken");

        await PutAsync("late.json", Ingestion.Matrix);
        await PutAsync("untold.json", Ingestion.Heat);

        await movies.UntilStateAsync(_prefix + "late.json", "ingested");
        await movies.UntilStateAsync(_prefix + "untold.json", "ingested");
        Assert.Equal(2, await movies.MoviesAsync());
    }

    [Fact]
    public async Task Notifications_ThousandsAtOnceInDisorder_LeaveTheRightCatalogue()
    {
        const int Objects = 60;
        await PutAllAsync(0, Objects / 2);
        await using var movies = await StartAsync(poll: "600");
        // Half of what was there goes, and as many come.
        for (var i = 0; i < Objects / 4; i++)
            await bucket.Server.DeleteAsync(_prefix + Key(i));
        await PutAllAsync(Objects / 2, Objects);
        var told = Enumerable.Range(0, 2_000).Select(static i => (Key: Key(i * 11 % (Objects + 10)), Event: i % 3 == 0 ? "ObjectRemoved:Delete" : "ObjectCreated:Put")).ToArray();
        new Random(1).Shuffle(told);

        var answers = await Task.WhenAll(told.Select(async one =>
        {
            using var answer = await movies.NotifyAsync(_prefix + one.Key, one.Event);
            return answer.StatusCode;
        }));

        Assert.All(answers, static status => Assert.True(status is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, $"{status}"));
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_files{state=\"ingested\"}") == Objects * 3 / 4, "the files to be ingested");
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_files{state=\"gone\"}") == Objects / 4, "the files to be gone");
        Assert.Equal(Objects, await movies.MoviesAsync());
        Assert.Equal(Objects, (await movies.JsonAsync("/ingest/files")).GetProperty("total").GetInt32());
        // A file is read once, however often it is told of.
        Assert.Equal(Objects, await movies.MetricAsync("movies_ingest_files_ingested_total"));
        Assert.DoesNotContain("   at ", movies.Errors, StringComparison.Ordinal);
    }

    private static string Key(int number) => $"{number:000}.json";

    private static async Task<string?> StateOfAsync(StandaloneProcess movies, string file)
    {
        using var answer = await movies.Client.GetAsync(file);
        // Until somebody has looked, there is nothing to be told of it.
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("state").GetString();
    }

    private async Task PutAllAsync(int from, int to)
    {
        for (var i = from; i < to; i++)
            await PutAsync(Key(i), $$"""{"title":"Movie {{i}}","year":1999}""");
    }

    private Task PutAsync(string key, string content) => bucket.Server.PutAsync(_prefix + key, Encoding.UTF8.GetBytes(content));

    private Task<StandaloneProcess> StartAsync(string poll) =>
        StandaloneProcess.StartAsync("--source", Ingestion.Url(_prefix), "--s3-endpoint", bucket.Server.Endpoint.AbsoluteUri, "--poll", poll);
}
