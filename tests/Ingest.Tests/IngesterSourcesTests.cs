using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

/// <summary>Several sources side by side.</summary>
public sealed class IngesterSourcesTests : IDisposable
{
    private readonly FakeSource _other = new("fake://other");
    private readonly Fixture _all;

    public IngesterSourcesTests() => _all = new Fixture { Others = [_other] };

    public void Dispose() => _all.Dispose();

    [Fact]
    public async Task PollAsync_SameKeyInTwo_AreTwoFiles()
    {
        _all.Source.With("a.json", """[{"title":"A"}]""");
        _other.With("a.json", """[{"title":"B"}, 1]""");

        await _all.PollAsync();

        Assert.Equal(["A", "B"], _all.Sink.Movies.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((2, 3, 1), (_all.Ingester.Totals.FilesIngested, _all.Ingester.Totals.Records, _all.Ingester.Totals.Rejected));
        Assert.Equal(["fake://source", "fake://other"], _all.Ingester.Totals.Sources.Select(source => source.Name));
        Assert.Equal(["fake://other", "fake://source"], _all.Ledger.Entries().Select(entry => entry.Source).Order(StringComparer.Ordinal));
        Assert.Contains(_all.Log.Texts, text => text.StartsWith("fake://other a.json: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PollAsync_FileGoneFromOne_StaysInTheOther()
    {
        _all.Source.With("a.json", """[{"title":"A"}]""");
        _other.With("a.json", """[{"title":"B"}]""");
        await _all.PollAsync();
        _other.Remove("a.json");
        await _all.PollAsync();

        Assert.Equal(FileState.Ingested, _all.Ledger.Find("fake://source", "a.json")!.State);
        Assert.Equal(FileState.Gone, _all.Ledger.Find("fake://other", "a.json")!.State);
    }

    [Fact]
    public async Task PollAsync_OneIsBroken_TheOtherIsIngested()
    {
        _all.Source.ListingFailures.Enqueue(new IOException("The bucket is gone."));
        _other.With("a.json", """[{"title":"B"}]""");

        await Assert.ThrowsAsync<IOException>(_all.PollAsync);

        Assert.Equal(["B"], _all.Sink.Movies.Keys);
        Assert.False(_all.Ingester.FirstLoad.IsCompleted);
        await _all.PollAsync();
        Assert.True(_all.Ingester.FirstLoad.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task RunAsync_OneHangs_TheOtherIsPolledOnAndOn()
    {
        using var stop = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        _all.Source.Gate = gate.Task;
        var running = _all.Ingester.RunAsync(stop.Token);
        for (var listing = 1; listing <= 3; listing++)
        {
            Assert.Equal(listing, await _other.Listings.Reader.ReadAsync());
            _all.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.False(_all.Ingester.FirstLoad.IsCompleted);
        gate.SetResult();
        await _all.Ingester.FirstLoad;
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_OneIsBroken_IsToldOfItsOwn()
    {
        using var stop = new CancellationTokenSource();
        for (var i = 0; i < 3; i++)
            _other.ListingFailures.Enqueue(new IOException("The bucket is gone."));
        var running = _all.Ingester.RunAsync(stop.Token);
        for (var listing = 1; listing <= 3; listing++)
        {
            await _other.Listings.Reader.ReadAsync();
            _all.Time.Advance(TimeSpan.FromMinutes(1));
        }
        await _all.Ingester.FirstLoad;

        Assert.Equal(3, _all.Ingester.Totals.FailedPolls);
        Assert.Single(
            _all.Log.Lines,
            (Microsoft.Extensions.Logging.LogLevel.Error, "fake://other: the poll failed; the next one tries again: The bucket is gone."));
        Assert.Equal(0, _all.Ingester.Totals.Sources[1].FailuresInARow);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void Ingester_TwoOfOneName_Throws()
    {
        using var same = new Fixture { Others = [new FakeSource()] };

        Assert.Throws<ArgumentException>(() => same.Ingester);
    }

    [Fact]
    public async Task RunAsync_NoSource_IsLoadedAtOnce()
    {
        using var ingester = new Ingester(
            [], _all.Sink, _all.Ledger, _all.Notifications, _all.Options, _all.Time, new Random(1), _all.Log);
        using var stop = new CancellationTokenSource();
        var running = ingester.RunAsync(stop.Token);
        await ingester.FirstLoad;
        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await running;
    }
}
