using System.Globalization;
using System.Text;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Writes;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Owning;
using MovieGrains.Grains.Tests.Storage;

namespace MovieGrains.Grains.Tests.Clusters;

/// <summary>Clients' writes to owners, what readers pull of them, and what happens to owners.</summary>
public sealed class OwnerInAClusterTests
{
    private const int Year = 1999;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_PostPutPatchDelete_AreSeenByWhoPulls()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var owner = cluster.Grains.GetGrain<IYearOwner>(Year);
        var posted = await owner.PostAsync(Post("A", "B"), Ended);
        Assert.Null(posted.Refusal);
        Assert.All(posted.Outcomes, outcome => Assert.Equal((byte)RecordResult.Added, outcome.Result));
        Assert.Equal((Year, 1L), (posted.Version.Year, posted.Version.Version));
        Assert.NotEqual(0, posted.Version.Epoch);

        var id = posted.Outcomes[0].Id!;
        var put = await owner.WriteAsync(Write(MovieWriteVerb.Put, id, """{"title":"A","year":1999,"genres":["New"]}"""), Ended);
        Assert.Equal(((int)MovieWriteResult.Updated, 2L), (put.Result, put.Version.Version));
        var stale = await owner.WriteAsync(Write(MovieWriteVerb.Patch, id, """{"extract":"x"}""", 1), Ended);
        Assert.Equal((int)MovieWriteResult.ConditionFailed, stale.Result);
        var patched = await owner.WriteAsync(Write(MovieWriteVerb.Patch, id, """{"extract":"x"}""", XxHash64.Hash(put.Document)), Ended);
        Assert.Equal((int)MovieWriteResult.Updated, patched.Result);
        Assert.Equal((int)MovieWriteResult.Deleted, (await owner.WriteAsync(Write(MovieWriteVerb.Delete, posted.Outcomes[1].Id!, ""), Ended)).Result);

        await using var replica = new Replica(cluster.Grains);
        Assert.Equal([Encoding.UTF8.GetString(patched.Document!)], await replica.DocumentsAsync());
        var sources = (await owner.GetSourcesAsync(id))!;
        Assert.Equal((id, "extract"), (sources.Id, sources.Records[0].Fields[^1]));
        Assert.Null(await owner.GetSourcesAsync(posted.Outcomes[1].Id!));
    }

    [Fact]
    public async Task PostAsync_SameKeyAgain_IsTheSameOutcomeAlsoAfterADeactivation()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var owner = cluster.Grains.GetGrain<IYearOwner>(Year);
        var first = await owner.PostAsync(Post("A") with { IdempotencyKey = "k", Fingerprint = 5 }, Ended);
        await cluster.Silos.DeactivateAsync(owner);
        var again = await owner.PostAsync(Post("A") with { IdempotencyKey = "k", Fingerprint = 5 }, Ended);
        var misused = await owner.PostAsync(Post("A") with { IdempotencyKey = "k", Fingerprint = 6 }, Ended);

        Assert.Equal((false, true), (first.IsReplay, again.IsReplay));
        Assert.Equal(first.Outcomes, again.Outcomes);
        Assert.True(misused.IsKeyMisused);
    }

    [Fact]
    public async Task PostAsync_ManyAtOnce_ShareCommits()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var owner = cluster.Grains.GetGrain<IYearOwner>(Year);
        var posted = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => owner.PostAsync(Post($"M{i}"), Ended)));

        Assert.All(posted, one => Assert.Null(one.Refusal));
        Assert.InRange(posted.Max(one => one.Version.Version), 1, 99);
        await using var replica = new Replica(cluster.Grains);
        Assert.Equal(100, (await replica.DocumentsAsync()).Count);
    }

    [Fact]
    public async Task PullAsync_CommitsAfterAVersion_ComeWithoutAnImage()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var owner = cluster.Grains.GetGrain<IYearOwner>(Year);
        await owner.PostAsync(Post("A"), Ended);
        await using var replica = new Replica(cluster.Grains);
        await replica.PullAsync(Year);
        var version = replica.Versions[Year];
        await owner.PostAsync(Post("B"), Ended);
        await owner.PostAsync(Post("C"), Ended);

        var answer = await owner.PullAsync(new PullRequest(version.Epoch, version.Version, 0), Ended);
        Assert.Equal((false, 2, false, 3L), (answer.IsImage, answer.Runs.Length, answer.HasMore, answer.Version.Version));
        var other = await owner.PullAsync(new PullRequest(version.Epoch + 1, version.Version, 0), Ended);
        Assert.True(other.IsImage);
        var ahead = await owner.PullAsync(new PullRequest(version.Epoch, 99, 0), Ended);
        Assert.True(ahead.IsImage);
        var none = await owner.PullAsync(new PullRequest(version.Epoch, 3, 0), Ended);
        Assert.Equal((false, 0), (none.IsImage, none.Runs.Length));
    }

    [Fact]
    public async Task PullAsync_NothingWasWritten_IsVersionNothing()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var answer = await cluster.Grains.GetGrain<IYearOwner>(1888).PullAsync(new PullRequest(0, 0, 0), Ended);

        Assert.Equal(new YearVersion(1888, 0, 0), answer.Version);
        Assert.Empty(answer.Runs);
        Assert.Empty((await cluster.Directory.NewsAsync(0, 0)).Years);
    }

    [Fact]
    public async Task NewsAsync_AfterAWrite_HasTheVersionSoonAndOnlyWhatIsNewAfterwards()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var posted = await cluster.Grains.GetGrain<IYearOwner>(Year).PostAsync(Post("A"), Ended);
        var news = await TestedCluster.UntilAsync(() => cluster.Directory.NewsAsync(0, 0), n => n.Years.Contains(posted.Version));

        Assert.Empty((await cluster.Directory.NewsAsync(news.Instance, news.Sequence)).Years);
        Assert.Single((await cluster.Directory.NewsAsync(news.Instance + 1, news.Sequence)).Years);
    }

    [Fact]
    public async Task NewsAsync_DirectoryBeganAnew_HasAllYearsOfUnknownVersion()
    {
        await using var cluster = await TestedCluster.StartAsync();
        await cluster.Grains.GetGrain<IYearOwner>(Year).PostAsync(Post("A"), Ended);
        var before = await cluster.Directory.NewsAsync(0, 0);
        await TestedCluster.UntilAsync(() => cluster.Directory.NewsAsync(0, 0), n => n.Years is [{ Version: 1 }]);
        await cluster.Silos.DeactivateAsync(cluster.Directory);

        var after = await cluster.Directory.NewsAsync(before.Instance, before.Sequence);
        Assert.NotEqual(before.Instance, after.Instance);
        Assert.Equal([new YearVersion(Year, 0, -1)], after.Years);
    }

    [Fact]
    public async Task PostAsync_SomebodyElseHasWrittenTheRecord_FailsAndTheNextOneIsOnTopOfThat()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var owner = cluster.Grains.GetGrain<IYearOwner>(Year);
        await owner.PostAsync(Post("A"), Ended);
        var rows = cluster.Rows.RowsOf(owner.GetGrainId(), YearOwner.Rows);
        await using (var other = await Records.OpenAsync(rows))
            await other.LoadAsync(Records.Movie(1, "Other"));

        await Assert.ThrowsAnyAsync<Exception>(() => owner.PostAsync(Post("B"), Ended));
        var posted = await TestedCluster.UntilAsync(() => owner.PostAsync(Post("C"), Ended), p => p.Refusal is null);
        Assert.Equal(3, posted.Version.Version);
        await using var replica = new Replica(cluster.Grains);
        await replica.PullAsync(Year);
        Assert.Equal(3, replica.Store.Status.Movies);
    }

    [Fact]
    public async Task PostAsync_StorageFailsForAWhile_FailsAndGoesOnAfterwards()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var owner = cluster.Grains.GetGrain<IYearOwner>(Year);
        await owner.PostAsync(Post("A"), Ended);
        var rows = cluster.Rows.RowsOf(owner.GetGrainId(), YearOwner.Rows);
        rows.BeforeWrite = rows.BeforeRead = _ => throw new IOException("away");
        await Assert.ThrowsAnyAsync<Exception>(() => owner.PostAsync(Post("B"), Ended));
        rows.BeforeWrite = rows.BeforeRead = null;

        await TestedCluster.UntilAsync(() => owner.PostAsync(Post("B"), Ended), p => p.Refusal is null);
        await using var replica = new Replica(cluster.Grains);
        await replica.PullAsync(Year);
        Assert.Equal(2, replica.Store.Status.Movies);
    }

    [Fact]
    public async Task KillSilo_OwnersOfAcknowledgedWrites_AreActivatedElsewhereWithThem()
    {
        await using var cluster = await TestedCluster.StartAsync();
        for (var year = 1950; year < 1980; year++)
            await cluster.Grains.GetGrain<IYearOwner>(year).PostAsync(Post(year, "A"), Ended);
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[^1]);

        await using var replica = new Replica(cluster.Grains);
        await TestedCluster.UntilAsync(async () => (await replica.DocumentsAsync()).Count, count => count == 30);
    }

    private static RecordPost Post(params IEnumerable<string> titles) => Post(Year, titles);

    private static RecordPost Post(int year, params IEnumerable<string> titles) =>
        new([.. titles.Select(t => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"title":"{{t}}","year":{{year}}}""")))], null, 0);

    private static MovieWriteRequest Write(MovieWriteVerb verb, string id, string json, params ulong[] hashes) =>
        new(verb, id, Encoding.UTF8.GetBytes(json), hashes.Length == 0 ? null : hashes);
}
