using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Tests.Ledgers;

public sealed class LedgerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SourceObject Version = new("k", 10, "\"e\"", Noon);

    private readonly Ledger _ledger = new();

    public static TheoryData<SourceObject> Changes =>
        [Version with { Bytes = 11 }, Version with { ETag = "\"f\"" }, Version with { ETag = null }, Version with { LastModified = Noon.AddTicks(1) }];

    [Fact]
    public void Observe_NewFile_IsWantedAndPending()
    {
        Assert.True(_ledger.Observe("s", Version, Noon));
        Assert.Equal(FileState.Pending, _ledger.Find("s", "k")!.State);
        Assert.Equal(1, _ledger.Count(FileState.Pending));
    }

    [Theory]
    [InlineData(FileState.Ingested, false)]
    [InlineData(FileState.Quarantined, false)]
    [InlineData(FileState.FailedWillRetry, true)]
    public void Observe_SameVersion_IsWantedIfItFailed(FileState outcome, bool expected)
    {
        Conclude(outcome);

        Assert.Equal(expected, _ledger.Observe("s", Version with { }, Noon));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Observe_AnyChange_IsWanted(SourceObject changed)
    {
        Conclude(FileState.Quarantined);

        Assert.True(_ledger.Observe("s", changed, Noon.AddHours(1)));
        var entry = _ledger.Find("s", "k")!;
        Assert.Equal((FileState.Pending, Noon, 0), (entry.State, entry.FirstSeen, entry.Attempts));
        Assert.Equal(0, _ledger.Count(FileState.Quarantined));
    }

    [Fact]
    public void Observe_SameKeyOfAnotherSource_IsAnotherFile()
    {
        Conclude(FileState.Ingested);

        Assert.True(_ledger.Observe("other", Version, Noon));
        Assert.Equal(2, _ledger.Entries().Count);
    }

    [Fact]
    public void KeepOnly_FileVanishedAndBack_IsNotReadAgain()
    {
        Conclude(FileState.Ingested);
        _ledger.KeepOnly("other", [], []);
        Assert.Equal(FileState.Ingested, _ledger.Find("s", "k")!.State);

        _ledger.KeepOnly("s", [], []);
        Assert.Equal(FileState.Gone, Assert.Single(_ledger.Entries(FileState.Gone)).State);

        Assert.False(_ledger.Observe("s", Version, Noon));
        Assert.Equal((1, 0), (_ledger.Count(FileState.Ingested), _ledger.Count(FileState.Gone)));
    }

    [Fact]
    public void Conclude_VersionChangedMeanwhile_IsIgnored()
    {
        _ledger.Observe("s", Version, Noon);
        _ledger.Observe("s", Version with { Bytes = 11 }, Noon);
        _ledger.Conclude("s", Version, entry => entry with { Outcome = FileState.Ingested });

        Assert.Equal(FileState.Pending, _ledger.Find("s", "k")!.State);
    }

    [Fact]
    public void FindById_Entry_IsFound()
    {
        Conclude(FileState.Ingested);
        var entry = _ledger.Find("s", "k")!;

        Assert.Matches("^[0-9a-f]{16}$", entry.Id);
        Assert.Same(entry, _ledger.FindById(entry.Id));
        Assert.Null(_ledger.FindById("0"));
    }

    [Fact]
    public void Entries_Several_AreInOrder()
    {
        foreach (var key in (string[])["b", "B", "a"])
            _ledger.Observe("s", Version with { Key = key }, Noon);

        Assert.Equal(["B", "a", "b"], _ledger.Entries().Select(entry => entry.Key));
    }

    private void Conclude(FileState outcome)
    {
        _ledger.Observe("s", Version, Noon);
        _ledger.Conclude("s", Version, entry => entry with { Outcome = outcome });
    }
}
