using System.Text;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests.Ledgers;

public sealed class LedgerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SourceObject Version = new("k", 10, "\"e\"", Noon);

    private readonly FakeSink _notes = new();
    private readonly Ledger _ledger;

    public LedgerTests() => _ledger = new Ledger(_notes);

    public static TheoryData<SourceObject> Changes =>
        [Version with { Bytes = 11 }, Version with { ETag = "\"f\"" }, Version with { ETag = null }, Version with { LastModified = Noon.AddTicks(1) }];

    [Fact]
    public void See_NewFile_IsDueAndPending()
    {
        Assert.Equal(Sighting.Due, _ledger.See("s", Version, Noon));
        Assert.Equal(FileState.Pending, _ledger.Find("s", "k")!.State);
        Assert.Equal((1, Noon), (_ledger.Count(FileState.Pending), _ledger.OldestWaiting()));
    }

    [Theory]
    [InlineData(FileState.Ingested)]
    [InlineData(FileState.Quarantined)]
    public void See_SameVersion_IsKnown(FileState outcome)
    {
        Conclude(outcome);

        Assert.Equal(Sighting.Known, _ledger.See("s", Version with { }, Noon));
        Assert.Null(_ledger.OldestWaiting());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void See_FailedVersion_IsDueWhenItsNextAttemptIs(int seconds, bool isDue)
    {
        Conclude(FileState.FailedWillRetry, Noon.AddSeconds(seconds));

        Assert.Equal(isDue ? Sighting.Due : Sighting.Known, _ledger.See("s", Version, Noon));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void See_AnyChange_IsDue(SourceObject changed)
    {
        Conclude(FileState.Quarantined);

        Assert.Equal(Sighting.Due, _ledger.See("s", changed, Noon.AddHours(1)));
        var entry = _ledger.Find("s", "k")!;
        Assert.Equal((FileState.Pending, Noon, 0), (entry.State, entry.FirstSeen, entry.Attempts));
        Assert.Equal(0, _ledger.Count(FileState.Quarantined));
    }

    [Fact]
    public void See_SameKeyOfAnotherSource_IsAnotherFile()
    {
        Conclude(FileState.Ingested);

        Assert.Equal(Sighting.Due, _ledger.See("other", Version, Noon));
        Assert.Equal(2, _ledger.Entries().Count);
    }

    [Fact]
    public void SeeListed_KeyTwice_CountsOnce()
    {
        _ledger.BeginListing("s");
        Assert.Equal(Sighting.Due, _ledger.SeeListed("s", Version, Noon));
        Assert.Equal(Sighting.Known, _ledger.SeeListed("s", Version, Noon));
        Assert.Empty(_ledger.Missing("s", []));
    }

    [Fact]
    public void Missing_FileVanishedAndBack_IsNotReadAgain()
    {
        Conclude(FileState.Ingested);
        _ledger.BeginListing("other");
        Assert.Empty(_ledger.Missing("other", []));
        _ledger.BeginListing("s");
        var missing = Assert.Single(_ledger.Missing("s", []));
        Assert.Equal(FileState.Ingested, _ledger.Find("s", "k")!.State);

        _ledger.Apply([new LedgerChange(missing with { GoneAt = Noon }, null)]);
        Assert.Equal(FileState.Gone, Assert.Single(_ledger.Entries(FileState.Gone)).State);
        _ledger.BeginListing("s");
        Assert.Empty(_ledger.Missing("s", []));

        Assert.Equal(Sighting.Returned, _ledger.See("s", Version, Noon));
        Assert.Equal((1, 0), (_ledger.Count(FileState.Ingested), _ledger.Count(FileState.Gone)));
    }

    [Fact]
    public void LongGone_OldOrTooMany_AreNamed()
    {
        for (var i = 0; i < 5; i++)
            Gone($"{i}", Noon.AddDays(i));

        Assert.Equal(["0", "1"], LongGone(Noon.AddDays(2), 5));
        Assert.Equal(["0", "1", "2"], LongGone(Noon, 2));
        _ledger.Apply([new LedgerChange(_ledger.Find("s", "0")!, null, IsDropped: true)]);
        Assert.Equal(4, _ledger.Count(FileState.Gone));
        Assert.Null(_ledger.Find("s", "0"));
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
    public void Entries_Several_LastSeenFirstThenById()
    {
        foreach (var key in (string[])["b", "B", "a"])
            _ledger.See("s", Version with { Key = key }, Noon);
        _ledger.See("s", Version with { Key = "late" }, Noon.AddSeconds(1));

        var keys = _ledger.Entries().Select(entry => entry.Key).ToList();
        Assert.Equal("late", keys[0]);
        Assert.Equal(_ledger.Entries().Skip(1).Select(entry => entry.Id).Order(StringComparer.Ordinal), _ledger.Entries().Skip(1).Select(entry => entry.Id));
        Assert.Same(_ledger.Entries(), _ledger.Entries());
    }

    [Fact]
    public void Restore_EveryKindOfRow_IsAsItWas()
    {
        Keep(Entry("i", FileState.Ingested) with { Report = new FileReport { Records = 6, Added = 1, Updated = 1, Unchanged = 1, Deleted = 1, Rejected = 2, IdsDropped = 3, Duration = TimeSpan.FromMilliseconds(1.5) } });
        Keep(Entry("q", FileState.Quarantined) with { Fault = new(3, "é \u0001 <no> JSON") });
        Keep(Entry("f", FileState.FailedWillRetry) with { Fault = new(0, "Gone."), NextAttempt = Noon.AddSeconds(3), Attempts = 4 });
        Keep(Entry("g", FileState.Pending) with { GoneAt = Noon.AddDays(1), LastAttempt = null });
        Keep(Entry("映画/🎬\n.json", FileState.Quarantined) with { Version = Version with { Key = "映画/🎬\n.json", ETag = null } });

        var restored = new Ledger(_notes);
        Assert.Empty(restored.Restore());

        Assert.False(restored.WasEmpty);
        Assert.Equal(5, restored.Entries().Count);
        foreach (var entry in restored.Entries())
            Assert.Equal(_ledger.FindById(entry.Id), entry with { VersionSeen = Noon });
        Assert.Equal((1, 2, 1, 1), (restored.Count(FileState.Ingested), restored.Count(FileState.Quarantined), restored.Count(FileState.FailedWillRetry), restored.Count(FileState.Gone)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id":"0000000000000000"}""")]
    [InlineData("""{"id":"0000000000000000","source":"s","key":"k","bytes":1,"last_modified":"2026-01-01T12:00:00Z","first_seen":"2026-01-01T12:00:00Z","state":"quarantined","attempts":1}""")]
    public void Restore_UnknownRow_IsNamedAndIgnored(string json)
    {
        Keep(Entry("k", FileState.Quarantined));
        _notes.Notes["ledger/other"] = Encoding.UTF8.GetBytes(json);

        var restored = new Ledger(_notes);

        Assert.Equal(["ledger/other"], restored.Restore());
        Assert.Single(restored.Entries());
    }

    [Theory]
    [InlineData("\"quarantined\"", "\"exploded\"")]
    [InlineData("\"quarantined\"", "3")]
    [InlineData("\"quarantined\"", "\"ingested\"")]
    [InlineData("\"quarantined\"", "\"gone\"")]
    [InlineData("\"key\":\"k\"", "\"key\":\"l\"")]
    public void Restore_RowThatMeansSomethingElse_IsIgnored(string from, string to)
    {
        Keep(Entry("k", FileState.Quarantined));
        var (key, row) = _notes.Notes.Single();
        var text = Encoding.UTF8.GetString(row);
        Assert.Contains(from, text, StringComparison.Ordinal);
        _notes.Notes[key] = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal([key], new Ledger(_notes).Restore());
    }

    [Fact]
    public void Restore_KeyThatIsNoText_HarmsNoOther()
    {
        Keep(Entry("a\ud800.json", FileState.Quarantined));
        Keep(Entry("k", FileState.Quarantined));

        var restored = new Ledger(_notes);

        Assert.Empty(restored.Restore());
        Assert.Equal(FileState.Quarantined, restored.Find("s", "k")!.State);
        Assert.Equal(Sighting.Due, restored.See("s", Version with { Key = "a\ud800.json" }, Noon));
    }

    private IEnumerable<string> LongGone(DateTimeOffset until, int most) =>
        _ledger.LongGone("s", until, most).Select(entry => entry.Key).Order(StringComparer.Ordinal);

    private void Gone(string key, DateTimeOffset at)
    {
        _ledger.See("s", Version with { Key = key }, Noon);
        _ledger.Apply([new LedgerChange(_ledger.Find("s", key)! with { GoneAt = at }, null)]);
    }

    private static LedgerEntry Entry(string key, FileState outcome) =>
        LedgerEntry.New("s", Version with { Key = key }, null, Noon) with { Outcome = outcome, Attempts = 1, LastAttempt = Noon.AddTicks(1234567) };

    private void Keep(LedgerEntry entry)
    {
        var change = new LedgerChange(entry, null);
        _notes.Notes[change.ToNote().Key] = change.ToNote().Value!;
        _ledger.Apply([change]);
    }

    private void Conclude(FileState outcome, DateTimeOffset? next = null)
    {
        _ledger.See("s", Version, Noon);
        _ledger.Apply([new LedgerChange(_ledger.Find("s", "k")! with { Outcome = outcome, NextAttempt = next }, null)]);
    }
}
