using Microsoft.Extensions.Logging;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

/// <summary>What a poll does with many files, and the loop with polls.</summary>
public sealed class IngesterPollTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task PollAsync_SeveralFiles_AreTakenByTimeThenKeyInOneBatch()
    {
        using var all = new Fixture();
        all.Source.With("late.json", "[]", 2).With("b.json", "[]", 1).With("a.json", "[]", 1).With("B.json", "[]", 1).With("early.json", "[]");

        await all.PollAsync();

        Assert.Equal(["early.json", "B.json", "a.json", "b.json", "late.json"], all.Sink.Files.Select(file => file.Key));
        Assert.Equal((1, 0), (all.Sink.Commits, all.Sink.OpenBatches));
        Assert.Equal((FakeSource.Noon, "fake://source"), (all.Sink.Files[0].LastModified, all.Sink.Files[0].Source));
    }

    [Fact]
    public async Task PollAsync_NothingNew_ReadsNothingAndOpensNoBatch()
    {
        using var all = new Fixture();
        all.Source.With("a.json", """[{"title":"A"}]""");

        await all.PollAsync();
        await all.PollAsync();

        Assert.Single(all.Source.Opened);
        Assert.Equal(1, all.Sink.Commits);
        Assert.Equal(2, all.Ingester.Totals.Polls);
    }

    [Fact]
    public async Task PollAsync_FileVanishes_IsGoneAndChangesNothing()
    {
        using var all = new Fixture();
        all.Source.With("a.json", """[{"title":"A"}]""");
        await all.PollAsync();
        all.Source.Remove("a.json");
        await all.PollAsync();

        Assert.Equal(FileState.Gone, all.Entry("a.json").State);
        Assert.Equal(["A"], all.Sink.Movies.Keys);
    }

    [Fact]
    public async Task PollAsync_PartUnlisted_IsLoggedOnceAndNothingIsGone()
    {
        using var all = new Fixture();
        all.Source.With("a/a.json", """[{"title":"A"}]""");
        await all.PollAsync();
        all.Source.Remove("a/a.json");
        all.Source.Faults.Add(new SourceFault("a/", "Not yours."));
        await all.PollAsync();
        await all.PollAsync();

        Assert.Equal(FileState.Ingested, all.Entry("a/a.json").State);
        Assert.Single(all.Log.Texts, text => text.Contains("Not yours.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PollAsync_OnePlaceUnlisted_FilesElsewhereAreGone()
    {
        using var all = new Fixture();
        all.Source.With("a.json", """[{"title":"A"}]""");
        await all.PollAsync();
        all.Source.Remove("a.json");
        all.Source.Faults.Add(new SourceFault("broken-link.json", "Leads nowhere."));
        await all.PollAsync();

        Assert.Equal(FileState.Gone, all.Entry("a.json").State);
    }

    [Fact]
    public async Task PollAsync_MoreRecordsThanABatchTakes_CommitsInBetween()
    {
        using var all = new Fixture { Options = new IngestOptions { BatchRecords = 3 } };
        for (var i = 0; i < 5; i++)
            all.Source.With($"{i}.json", $$"""[{"title":"{{i}}a"},{"title":"{{i}}b"}]""", i);

        await all.PollAsync();

        Assert.Equal((3, 10), (all.Sink.Commits, all.Sink.Movies.Count));
        Assert.Equal(5, all.Ingester.Totals.Files[FileState.Ingested]);
    }

    [Fact]
    public async Task PollAsync_CommitFails_FilesAreReadAgain()
    {
        using var all = new Fixture();
        all.Source.With("a.json", """[{"title":"A"}]""");
        all.Sink.CommitFailure = new InvalidOperationException("No commit today.");
        await Assert.ThrowsAsync<InvalidOperationException>(all.PollAsync);
        Assert.Equal((FileState.Pending, 0L), (all.Entry("a.json").State, all.Ingester.Totals.Records));

        all.Sink.CommitFailure = null;
        await all.PollAsync();

        Assert.Equal(["A"], all.Sink.Movies.Keys);
        Assert.Equal(FileState.Ingested, all.Entry("a.json").State);
    }

    [Fact]
    public async Task PollAsync_Cancelled_LeavesNothingHalfDone()
    {
        using var all = new Fixture();
        using var cancelled = new CancellationTokenSource();
        all.Source.With("a.json", """[{"title":"A"}]""");
        all.Source.OnOpen = _ => cancelled.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.Ingester.PollAsync(cancelled.Token));

        Assert.Equal(FileState.Pending, all.Entry("a.json").State);
        Assert.Equal(0, all.Sink.Commits);
        Assert.Equal(0, all.Sink.OpenBatches);
    }

    [Fact]
    public async Task Totals_AfterPolls_AddUp()
    {
        using var all = new Fixture();
        all.Source.With("a.json", """[{"title":"A"},{"title":"B"},1]""").With("bad.json", "bad");
        await all.PollAsync();
        all.Source.With("a.json", """[{"title":"A"},{"title":"B","x":1},{"title":"C"},2]""", 1);
        all.Time.Advance(Interval);
        await all.PollAsync();

        var totals = all.Ingester.Totals;
        Assert.Equal((2, 7, 3, 1, 1, 0, 2), (totals.FilesIngested, totals.Records, totals.Added, totals.Updated, totals.Unchanged, totals.Deleted, totals.Rejected));
        Assert.Equal((1, 1, 0), (totals.Files[FileState.Ingested], totals.Files[FileState.Quarantined], totals.Files[FileState.Gone]));
        Assert.Equal((all.Time.GetUtcNow(), TimeSpan.Zero), (totals.LastPoll, totals.FirstLoad));
    }

    [Fact]
    public async Task RunAsync_Started_PollsAtOnceAndAtEachInterval()
    {
        using var all = new Fixture();
        using var stop = new CancellationTokenSource();
        all.Source.With("a.json", """[{"title":"A"}]""");
        Assert.False(all.Ingester.FirstLoad.IsCompleted);
        var running = all.Ingester.RunAsync(stop.Token);

        await all.Ingester.FirstLoad;
        Assert.Equal(["A"], all.Sink.Movies.Keys);
        for (var listing = 1; listing <= 3; listing++)
        {
            Assert.Equal(listing, await all.Source.Listings.Reader.ReadAsync());
            all.Time.Advance(Interval);
        }

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_PollFails_GoesOn()
    {
        using var all = new Fixture();
        using var stop = new CancellationTokenSource();
        all.Source.ListingFailures.Enqueue(new IOException("The bucket is gone."));
        var running = all.Ingester.RunAsync(stop.Token);
        await all.Source.Listings.Reader.ReadAsync();
        Assert.False(all.Ingester.FirstLoad.IsCompleted);

        all.Time.Advance(Interval);
        await all.Ingester.FirstLoad;

        Assert.Equal((1, 1, Interval), (all.Ingester.Totals.FailedPolls, all.Ingester.Totals.Polls, all.Ingester.Totals.FirstLoad));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_SourceUnreadable_IsNewsOnceWithoutAStack()
    {
        using var all = new Fixture();
        using var stop = new CancellationTokenSource();
        for (var i = 0; i < 3; i++)
            all.Source.ListingFailures.Enqueue(new UnauthorizedAccessException("Access to the folder is\ndenied."));
        all.Source.ListingFailures.Enqueue(new IOException("The disk is gone."));
        var running = all.Ingester.RunAsync(stop.Token);
        for (var listing = 1; listing <= 4; listing++)
        {
            await all.Source.Listings.Reader.ReadAsync();
            all.Time.Advance(TimeSpan.FromMinutes(1));
        }
        await all.Ingester.FirstLoad;

        var errors = all.Log.Lines.Where(line => line.Level == LogLevel.Error).Select(line => line.Text);
        Assert.Equal(
            ["fake://source: the poll failed; the next one tries again: Access to the folder is\\u000Adenied.",
            "fake://source: the poll failed; the next one tries again: The disk is gone."],
            errors);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_PollTakesLong_NoOtherBegins()
    {
        using var all = new Fixture();
        using var stop = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        all.Source.Gate = gate.Task;
        var running = all.Ingester.RunAsync(stop.Token);
        var byNotification = all.PollAsync();
        all.Time.Advance(10 * Interval);
        gate.SetResult();
        await byNotification;
        for (var listing = 1; listing <= 3; listing++)
            Assert.Equal(listing, await all.Source.Listings.Reader.ReadAsync());

        Assert.Equal(1, all.Source.MostConcurrent);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_CancelledBeforeTheFirstLoad_CancelsIt()
    {
        using var all = new Fixture();
        all.Source.ListingFailures.Enqueue(new IOException("The bucket is gone."));
        using var stop = new CancellationTokenSource();
        var running = all.Ingester.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.Ingester.FirstLoad);
    }
}
