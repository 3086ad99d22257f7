using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests.Notifications;

public sealed class NotificationQueueTests
{
    private readonly FakeSource _source = new() { Bucket = "b" };
    private readonly NotificationQueue _queue;

    public NotificationQueueTests() => _queue = new NotificationQueue([_source, new FakeSource("other")]);

    [Fact]
    public void Offer_Matching_IsQueuedUnderTheLedgersId()
    {
        Assert.Equal(
            new NotificationOutcome(NotificationResult.Queued, LedgerEntry.IdOf(_source.Name, "k.json")), _queue.Offer("b", "in/k.json"));
        Assert.Equal((1, 1, 0), (_queue.Waiting, _queue.Taken, _queue.Dropped));
    }

    [Theory]
    [InlineData("c", "in/k.json")]
    [InlineData("b", "out/k.json")]
    public void Offer_OfNoSource_IsNotConfigured(string bucket, string key)
    {
        Assert.Equal(new NotificationOutcome(NotificationResult.NotConfigured, null), _queue.Offer(bucket, key));
        Assert.Equal((0, 0, 0), (_queue.Waiting, _queue.Taken, _queue.Dropped));
    }

    [Fact]
    public void Offer_Folder_IsNotConfigured() => Assert.Equal(
        NotificationResult.NotConfigured, new NotificationQueue([new FolderSource(AppContext.BaseDirectory)]).Offer("b", "k.json").Result);

    [Fact]
    public void Offer_Twice_WaitsOnce()
    {
        _queue.Offer("b", "in/k.json");
        Assert.Equal(NotificationResult.Queued, _queue.Offer("b", "in/k.json").Result);

        Assert.Equal(["k.json"], _queue.Take(_source, 10));
        Assert.Empty(_queue.Take(_source, 10));

        _queue.Offer("b", "in/k.json");
        Assert.Equal(["k.json"], _queue.Take(_source, 10));
    }

    [Fact]
    public void Offer_Full_IsRefusedUntilSomeAreTaken()
    {
        for (var i = 0; i < NotificationQueue.Capacity; i++)
            Assert.Equal(NotificationResult.Queued, _queue.Offer("b", $"in/{i}.json").Result);

        Assert.Equal(new NotificationOutcome(NotificationResult.Full, null), _queue.Offer("b", "in/more.json"));
        Assert.Equal(NotificationResult.Queued, _queue.Offer("b", "in/7.json").Result);
        Assert.Equal((NotificationQueue.Capacity, 1), (_queue.Waiting, _queue.Dropped));

        Assert.Equal(["0.json", "1.json"], _queue.Take(_source, 2));
        Assert.Equal(NotificationResult.Queued, _queue.Offer("b", "in/more.json").Result);
    }

    [Fact]
    public async Task WaitAsync_SomeLeft_CompletesAgain()
    {
        var waiting = _queue.WaitAsync(_source, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _queue.Offer("b", "in/1.json");
        _queue.Offer("b", "in/2.json");
        await waiting;
        _queue.Take(_source, 1);
        await _queue.WaitAsync(_source, CancellationToken.None);
        _queue.Take(_source, 1);

        Assert.False(_queue.WaitAsync(_source, CancellationToken.None).IsCompleted);
    }
}
