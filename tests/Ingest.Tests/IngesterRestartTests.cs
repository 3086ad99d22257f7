using MovieGrains.Catalog.Writes;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

/// <summary>What is durable of the ledger, and what that spares a process that begins anew.</summary>
public sealed class IngesterRestartTests
{
    [Fact]
    public async Task PollAsync_AfterARestart_ReadsNothingAgain()
    {
        using var before = new Fixture();
        before.Source.With("a.json", """[{"title":"A"}, 1]""").With("bad.json", "bad").With("gone.json", """[{"title":"G"}, 2]""");
        await before.PollAsync();
        before.Source.Remove("gone.json");
        await before.PollAsync();
        before.Source.Opened.Clear();
        var (commits, row) = (before.Sink.Commits, before.RowText("a.json"));

        using var after = before.Restart();
        await after.PollAsync();
        await after.PollAsync();

        Assert.Empty(after.Source.Opened);
        Assert.Equal(commits, after.Sink.Commits);
        Assert.Equal((FileState.Ingested, FileState.Quarantined, FileState.Gone), (after.Entry("a.json").State, after.Entry("bad.json").State, after.Entry("gone.json").State));
        Assert.Equal(row, after.RowText("a.json"));
        Assert.Single(after.Row("gone.json").RejectedRecords!);
        Assert.Single(after.Log.Texts, text => text.EndsWith("unless they have changed: 3", StringComparison.Ordinal));

        after.Source.With("gone.json", """[{"title":"G"}, 2]""").With("a.json", """[{"title":"B"}]""", 1);
        await after.PollAsync();

        Assert.Equal(["a.json"], after.Source.Opened);
        Assert.Equal((FileState.Ingested, 1), (after.Row("gone.json").State, after.Row("gone.json").RejectedRecords!.Count));
    }

    [Fact]
    public async Task PollAsync_RowUnknown_ReadsItsFileAgainAndSaysSo()
    {
        using var before = new Fixture();
        before.Source.With("a.json", """[{"title":"A"}]""").With("b.json", """[{"title":"B"}]""");
        await before.PollAsync();
        before.Sink.Notes["ledger/" + before.Entry("a.json").Id] = "{\"v\":9}"u8.ToArray();

        using var after = before.Restart();
        after.Source.Opened.Clear();
        await after.PollAsync();

        Assert.Equal(["a.json"], after.Source.Opened);
        Assert.Contains(after.Log.Texts, text => text.Contains("are read again: 1, such as ledger/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PollAsync_RowsOfAPoll_ComeInOneCommit()
    {
        using var all = new Fixture();
        for (var i = 0; i < 20; i++)
            all.Source.With($"{i}.json", i % 2 == 0 ? "bad" : """[{"title":"A"}]""");
        all.Source.OpenFailures["3.json"] = new IOException("Torn.");
        await all.PollAsync();
        Assert.Equal((1, 20), (all.Sink.Commits, all.Ledger.Entries().Count(entry => all.HasRow(entry.Key))));

        for (var i = 0; i < 10; i++)
            all.Source.Remove($"{i}.json");
        await all.PollAsync();

        Assert.Equal((2, 10), (all.Sink.Commits, all.Ledger.Count(FileState.Gone)));
        Assert.Equal((FileState.Gone, FileState.Ingested), (all.Row("1.json").State, all.Row("1.json").Outcome));
    }

    [Fact]
    public async Task PollAsync_DiskFull_NothingIsLostAndAllIsTakenOnceThereIsRoom()
    {
        using var all = new Fixture();
        all.Source.With("a.json", """[{"title":"A"}]""").With("bad.json", "bad");
        all.Sink.CommitFailure = new WriteRefusedException(WriteRefusal.StorageFull, "There is no room in the data folder.");

        await Assert.ThrowsAsync<WriteRefusedException>(all.PollAsync);
        Assert.Equal((2, 0), (all.Ledger.Count(FileState.Pending), all.Sink.Notes.Count));
        Assert.Empty(all.Log.Texts);

        all.Sink.CommitFailure = null;
        await all.PollAsync();

        Assert.Equal((FileState.Ingested, FileState.Quarantined), (all.Row("a.json").State, all.Row("bad.json").State));
        Assert.Equal(1, all.Entry("a.json").Attempts);
    }

    [Fact]
    public async Task RunAsync_DiskFull_SaysSoOnceAndGoesOn()
    {
        using var all = new Fixture();
        using var stop = new CancellationTokenSource();
        all.Source.With("a.json", """[{"title":"A"}]""");
        all.Sink.CommitFailure = new WriteRefusedException(WriteRefusal.StorageFull, "There is no room in the data folder.");
        var running = all.Ingester.RunAsync(stop.Token);
        for (var listing = 1; listing <= 3; listing++)
        {
            await all.Source.Listings.Reader.ReadAsync();
            all.Time.Advance(TimeSpan.FromMinutes(1));
        }
        await all.Source.Listings.Reader.ReadAsync();
        all.Sink.CommitFailure = null;
        all.Time.Advance(TimeSpan.FromMinutes(1));
        await all.Ingester.FirstLoad;

        Assert.Equal(["fake://source: the poll failed; the next one tries again: There is no room in the data folder."], all.Log.Texts.Take(1));
        Assert.Single(all.Log.Lines, line => line.Level == Microsoft.Extensions.Logging.LogLevel.Error);
        Assert.Equal(["A"], all.Sink.Movies.Keys);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Restore_FirstLoadDoneBefore_SaysSoBeforeAnyPoll()
    {
        using var first = new Fixture();
        first.Ingester.Restore();
        Assert.False(first.Ingester.WasLoaded);
        await first.PollAsync();
        Assert.True(first.Ingester.WasLoaded);

        using var second = first.Restart();
        second.Ingester.Restore();

        Assert.True(second.Ingester.WasLoaded);
        Assert.False(second.Ingester.FirstLoad.IsCompleted);
    }

    [Fact]
    public async Task RunAsync_KilledInTheFirstLoad_IsNotLoadedBefore()
    {
        using var first = new Fixture { Options = new IngestOptions { BatchRecords = 1 } };
        first.Source.With("a.json", """[{"title":"A"}]""").With("b.json", """[{"title":"B"}]""", 1);
        (first.Sink.CommitFailure, first.Sink.CommitsBeforeFailure) = (new IOException("Killed."), 1);
        await Assert.ThrowsAsync<IOException>(first.PollAsync);
        first.Sink.CommitFailure = null;

        using var second = first.Restart();
        second.Ingester.Restore();

        Assert.Equal((1, false), (second.Ledger.Count(FileState.Ingested), second.Ingester.WasLoaded));
    }

    [Fact]
    public async Task RunAsync_LoadedBeforeAndSourceUnreachable_FirstLoadCompletes()
    {
        using var first = new Fixture();
        await first.PollAsync();

        using var second = first.Restart();
        using var stop = new CancellationTokenSource();
        second.Source.ListingFailures.Enqueue(new IOException("The bucket is gone."));
        var running = second.Ingester.RunAsync(stop.Token);
        await second.Ingester.FirstLoad;

        Assert.Equal(1, second.Ingester.Totals.FailedPolls);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task PollAsync_GoneForLong_RowIsDropped()
    {
        using var all = new Fixture();
        all.Source.With("a.json", "[]").With("b.json", "[]");
        await all.PollAsync();
        all.Source.Remove("a.json");
        await all.PollAsync();
        var id = all.Entry("a.json").Id;
        all.Time.Advance(TimeSpan.FromDays(30));
        await all.PollAsync();
        Assert.Equal(1, all.Ledger.Count(FileState.Gone));

        all.Time.Advance(TimeSpan.FromHours(2));
        await all.PollAsync();

        Assert.Null(all.Ledger.FindById(id));
        Assert.DoesNotContain("ledger/" + id, all.Sink.Notes.Keys);
    }

    [Fact]
    public async Task PollAsync_TenThousandKnownFiles_CostsNextToNothing()
    {
        using var all = new Fixture();
        for (var i = 0; i < 10_000; i++)
            all.Source.With($"folder/{i}.json", "[]");
        await all.PollAsync();
        await all.PollAsync();
        all.Source.Opened.Clear();
        all.Source.Found.Clear();
        var (commits, noted) = (all.Sink.Commits, all.Sink.Noted.Count);

        var before = GC.GetAllocatedBytesForCurrentThread();
        await all.PollAsync();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Empty(all.Source.Opened);
        Assert.Empty(all.Source.Found);
        Assert.Equal((commits, noted, 10_000), (all.Sink.Commits, all.Sink.Noted.Count, all.Ledger.Count(FileState.Ingested)));
        // The fake source copies its list, and that is nearly all.
        Assert.InRange(allocated, 0, 300_000);
    }
}
