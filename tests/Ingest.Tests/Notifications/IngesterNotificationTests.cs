using MovieGrains.Catalog.Writes;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests.Notifications;

/// <summary>What becomes of objects that notifications name.</summary>
public sealed class IngesterNotificationTests : IDisposable
{
    private readonly Fixture _all = new() { Source = new FakeSource { Bucket = "b" } };

    public void Dispose() => _all.Dispose();

    [Fact]
    public async Task TakeNotifications_NewFile_IsIngestedWithoutAListing()
    {
        _all.Source.With("a.json", """[{"title":"A"}]""").With("b.json", """[{"title":"B"}]""");

        await NotifyAsync("a.json", "a.json");

        Assert.Equal(["A"], _all.Sink.Movies.Keys);
        Assert.Equal(FileState.Ingested, _all.Row("a.json").State);
        Assert.False(_all.Source.Listings.Reader.TryRead(out _));
        Assert.Equal(["a.json"], _all.Source.Opened);
        Assert.False(_all.Ingester.FirstLoad.IsCompleted);
    }

    [Fact]
    public async Task TakeNotifications_LateOrUnordered_ChangeNothing()
    {
        _all.Source.With("a.json", """[{"title":"A"}]""").With("b.json", """[{"title":"B"}]""", 1);
        await _all.PollAsync();
        var commits = _all.Sink.Commits;

        await NotifyAsync("b.json", "a.json", "b.json");

        Assert.Equal((commits, 2), (_all.Sink.Commits, _all.Source.Opened.Count));
    }

    [Fact]
    public async Task TakeNotifications_UnknownAndNotThere_LeavesNoRow()
    {
        await NotifyAsync("never.json");

        Assert.Empty(_all.Ledger.Entries());
        Assert.Equal(0, _all.Sink.Commits);
    }

    [Fact]
    public async Task TakeNotifications_Deleted_IsGoneAndBackWhenItIs()
    {
        _all.Source.With("a.json", """[{"title":"A"}, 1]""");
        await _all.PollAsync();
        _all.Source.Remove("a.json");
        await NotifyAsync("a.json");
        Assert.Equal((FileState.Gone, FileState.Ingested), (_all.Row("a.json").State, _all.Row("a.json").Outcome));
        var commits = _all.Sink.Commits;
        await NotifyAsync("a.json");
        Assert.Equal(commits, _all.Sink.Commits);

        _all.Source.With("a.json", """[{"title":"A"}, 1]""");
        await NotifyAsync("a.json");

        Assert.Equal((FileState.Ingested, 1), (_all.Row("a.json").State, _all.Row("a.json").RejectedRecords!.Count));
        Assert.Single(_all.Source.Opened);
    }

    [Fact]
    public async Task TakeNotifications_Quarantined_IsNotReadAgainUntilItChanges()
    {
        _all.Source.With("a.json", "bad");
        await _all.PollAsync();
        await NotifyAsync("a.json");
        Assert.Single(_all.Source.Opened);

        _all.Source.With("a.json", """[{"title":"A"}]""", 1);
        await NotifyAsync("a.json");

        Assert.Equal(FileState.Ingested, _all.Row("a.json").State);
    }

    [Fact]
    public async Task RunAsync_Notified_TakesItBetweenPolls()
    {
        using var stop = new CancellationTokenSource();
        var running = _all.Ingester.RunAsync(stop.Token);
        await _all.Ingester.FirstLoad;
        _all.Source.With("a.json", """[{"title":"A"}]""");
        var read = new TaskCompletionSource();
        _all.Source.OnOpen = _ => read.TrySetResult();

        Assert.Equal(NotificationResult.Queued, _all.Notifications.Offer("b", "in/a.json").Result);
        await read.Task;
        await stop.CancelAsync();
        await running;

        Assert.Equal((1, 1, 0), (_all.Ingester.Totals.Polls, _all.Ingester.Totals.NotificationsTaken, _all.Ingester.Totals.NotificationsWaiting));
    }

    [Fact]
    public async Task RunAsync_SourceFailsWhenNotified_ThePollMakesUpForIt()
    {
        using var stop = new CancellationTokenSource();
        var running = _all.Ingester.RunAsync(stop.Token);
        await _all.Ingester.FirstLoad;
        await _all.Source.Listings.Reader.ReadAsync();
        _all.Source.FindFailure = new IOException("The bucket is gone.");
        _all.Notifications.Offer("b", "in/a.json");
        await _all.Log.Written.Reader.ReadAsync();
        _all.Source.FindFailure = null;
        _all.Source.With("a.json", """[{"title":"A"}]""");
        _all.Time.Advance(TimeSpan.FromSeconds(2));
        await _all.Log.Written.Reader.ReadAsync();

        Assert.Equal(["A"], _all.Sink.Movies.Keys);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task TakeNotifications_SourceFailsOnTheWay_KeepsWhatItGave()
    {
        _all.Source.With("a.json", """[{"title":"A"}]""").With("c.json", """[{"title":"C"}]""");
        (_all.Source.FindFailure, _all.Source.FindFails) = (new IOException("Not yours."), "b.json");

        await Assert.ThrowsAsync<IOException>(() => NotifyAsync("a.json", "b.json", "c.json"));
        Assert.Equal(["A"], _all.Sink.Movies.Keys);
        Assert.Equal(0, _all.Sink.OpenBatches);

        await _all.PollAsync();
        Assert.Equal(["A", "C"], _all.Sink.Movies.Keys);
    }

    [Fact]
    public async Task TakeNotifications_DiskFull_LeavesItToThePoll()
    {
        _all.Source.With("a.json", """[{"title":"A"}]""");
        _all.Sink.CommitFailure = new WriteRefusedException(WriteRefusal.StorageFull, "There is no room.");
        await Assert.ThrowsAsync<WriteRefusedException>(() => NotifyAsync("a.json"));
        Assert.Equal(FileState.Pending, _all.Entry("a.json").State);

        _all.Sink.CommitFailure = null;
        await _all.PollAsync();

        Assert.Equal(FileState.Ingested, _all.Row("a.json").State);
    }

    private Task NotifyAsync(params string[] keys)
    {
        foreach (var key in keys)
            Assert.Equal(NotificationResult.Queued, _all.Notifications.Offer("b", "in/" + key).Result);
        return _all.TakeNotificationsAsync();
    }
}
