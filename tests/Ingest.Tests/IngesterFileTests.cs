using System.Text;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

/// <summary>What becomes of one file, good or bad.</summary>
public sealed class IngesterFileTests : IDisposable
{
    private const string Key = "movies.json";

    private readonly Fixture _all = new();

    public void Dispose() => _all.Dispose();

    [Fact]
    public async Task PollAsync_GoodFile_IsIngestedAndReported()
    {
        _all.Source.With("0.json", """[{"title":"A"},{"title":"B"},{"title":"C"}]""")
            .With(Key, """[{"title":"A"},{"title":"B","x":1},{"title":"C","deleted":true},{"title":"D"},{"title":"D"}, 7]""", 1);

        await _all.PollAsync();

        var entry = _all.Entry(Key);
        var report = entry.Report!;
        Assert.Equal((FileState.Ingested, 1, _all.Time.GetUtcNow()), (entry.State, entry.Attempts, entry.LastAttempt));
        Assert.Equal((6, 1, 1, 2, 1, 1), (report.Records, report.Added, report.Updated, report.Unchanged, report.Deleted, report.Rejected));
        Assert.Equal(new RejectedAt(5, 1, "$", "A record must be an object."), Assert.Single(_all.Row(Key).RejectedRecords!));
        Assert.Equal(_all.Source.Version(Key).Bytes, _all.Row(Key).Bytes);
        Assert.Equal(["A", "B", "D"], _all.Sink.Movies.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PollAsync_RecordsRejectedOnMerge_AreListedInOrderWithLines()
    {
        _all.Sink.Ambiguous = "X";
        _all.Source.With(Key, "{\"title\":\"X\"}\n3\n{\"title\":\"A\"}\n\n{\"title\":\"X\"}\n");

        await _all.PollAsync();

        Assert.Equal([(0, 1L), (1, 2L), (3, 5L)], _all.Row(Key).RejectedRecords!.Select(r => (r.Index, r.Line)));
        Assert.Equal(3, _all.Entry(Key).Report!.Rejected);
    }

    [Fact]
    public async Task PollAsync_ManyRejected_ListsTheFirst()
    {
        _all.Source.With(Key, string.Concat(Enumerable.Range(0, 250).Select(i => $"{i}\n").Prepend("{\"title\":\"A\"}\n")));

        await _all.PollAsync();

        var report = _all.Entry(Key).Report!;
        Assert.Equal((251, 250, 100), (report.Records, report.Rejected, _all.Row(Key).RejectedRecords!.Count));
        Assert.Equal(22, _all.Log.Lines.Count);
        Assert.Contains("and 230 more", _all.Log.Lines[^1].Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> Refused =>
    [
        "", "  \n", "no JSON", "<html>", "[{\"title\":\"A\"}", "[{\"title\":\"A\"},", "{\"title\":\"A\"", "[{\"title\":\"A\"}] and more",
        "\u001f\u008b and no gzip",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task PollAsync_BadFile_IsQuarantinedUntilItChanges(string content)
    {
        _all.Source.With(Key, Encoding.Latin1.GetBytes(content)).With("good.json", """[{"title":"G"}]""", 1);

        await _all.PollAsync();
        await _all.PollAsync();

        var entry = _all.Entry(Key);
        Assert.Equal((FileState.Quarantined, 1), (entry.State, entry.Attempts));
        Assert.NotEmpty(entry.Fault!.Reason);
        Assert.Equal(["G"], _all.Sink.Movies.Keys);
        Assert.DoesNotContain($"end {Key}", _all.Sink.Calls);

        _all.Source.With(Key, """[{"title":"A"}]""", 2);
        await _all.PollAsync();

        Assert.Equal(FileState.Ingested, _all.Entry(Key).State);
        Assert.Equal(2, _all.Sink.Movies.Count);
    }

    [Fact]
    public async Task PollAsync_BadRecords_SpoilThemselvesOnly()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        var huge = new string('x', 1 << 20);
        _all.Source.With(Key, "\uFEFF[{\"title\": }, {\"title\":\"A\"}, {\"title\":\"D\",\"d\":" + deep + "}, {\"title\":\"B\"},"
            + "{\"title\":\"H\",\"h\":\"" + huge + "\"}, null, {\"title\":\"C\"}]");

        await _all.PollAsync();

        Assert.Equal([0, 2, 4, 5], _all.Row(Key).RejectedRecords!.Select(record => record.Index));
        Assert.Equal(["A", "B", "C"], _all.Sink.Movies.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PollAsync_UnreadableFile_IsRetriedAtTheNextPollAndThenLater()
    {
        _all.Source.With(Key, """[{"title":"A"}]""").With("good.json", """[{"title":"G"}]""", 1);
        _all.Source.OpenFailures[Key] = new UnauthorizedAccessException("Not yours.");

        await _all.PollAsync();
        await _all.PollAsync();

        Assert.Equal((FileState.FailedWillRetry, 2), (_all.Entry(Key).State, _all.Entry(Key).Attempts));
        Assert.Equal("Not yours.", _all.Entry(Key).Fault!.Reason);
        Assert.Equal((2, 2), (_all.Sink.Batches, _all.Sink.Commits));
        Assert.Equal(["G"], _all.Sink.Movies.Keys);
        Assert.Single(_all.Log.Lines, line => line.Level == Microsoft.Extensions.Logging.LogLevel.Warning);

        _all.Source.OpenFailures.Clear();
        await _all.PollAsync();
        Assert.Equal(2, _all.Entry(Key).Attempts);
        _all.Time.Advance(TimeSpan.FromSeconds(5));
        await _all.PollAsync();

        Assert.Equal((FileState.Ingested, 3), (_all.Entry(Key).State, _all.Entry(Key).Attempts));
        Assert.Null(_all.Entry(Key).Fault);
    }

    [Fact]
    public async Task PollAsync_ReadFailsHalfWay_AppliesNothingOfTheFile()
    {
        _all.Source.With(Key, """[{"title":"A"},{"title":"B"}]""").With("good.json", """[{"title":"G"}]""", 1);
        _all.Source.FailsAfterBytes[Key] = 20;

        await _all.PollAsync();

        Assert.Equal(FileState.FailedWillRetry, _all.Entry(Key).State);
        Assert.Equal(["G"], _all.Sink.Movies.Keys);
        Assert.Contains($"abandon {Key}", _all.Sink.Calls);
    }

    [Theory]
    [InlineData("""[{"title":"A"},{"title":"B"}]""")]
    [InlineData("""[{"title":"A"},{"titl""")]
    public async Task PollAsync_ChangedWhileRead_IsTakenAtTheNextPoll(string before)
    {
        _all.Source.With(Key, before);
        _all.Source.OnOpen = key => _all.Source.With(key, """[{"title":"N"}]""", 1);

        await _all.PollAsync();

        Assert.Equal(FileState.FailedWillRetry, _all.Entry(Key).State);
        Assert.Empty(_all.Sink.Movies);
        Assert.Contains($"abandon {Key}", _all.Sink.Calls);

        _all.Source.OnOpen = null;
        await _all.PollAsync();

        Assert.Equal(FileState.Ingested, _all.Entry(Key).State);
        Assert.Equal(["N"], _all.Sink.Movies.Keys);
    }

    [Fact]
    public async Task PollAsync_RemovedWhileRead_IsGoneAtTheNextPoll()
    {
        _all.Source.With(Key, """[{"title":"A"}]""");
        _all.Source.OnOpen = _all.Source.Remove;

        await _all.PollAsync();
        await _all.PollAsync();

        Assert.Equal(FileState.Gone, _all.Entry(Key).State);
        Assert.Empty(_all.Sink.Movies);
    }

    [Fact]
    public async Task PollAsync_ArrayTornOffAnywhere_AppliesNothing()
    {
        var whole = "[ {\"title\":\"A\"},\n {\"title\":\"B\",\"cast\":[\"x\",{\"y\":null}]}, {\"title\":\"C\"} ]"u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
            _all.Source.With($"{length}.json", whole[..length]);

        await _all.PollAsync();

        Assert.Empty(_all.Sink.Movies);
        Assert.Equal(whole.Length, _all.Ledger.Count(FileState.Quarantined));
        Assert.Equal(1, _all.Sink.Commits);
    }

    [Fact]
    public async Task PollAsync_SinkLosesARecord_ThrowsAndCommitsNothing()
    {
        _all.Sink.LosesRecords = true;
        _all.Source.With(Key, """[{"title":"A"},{"title":"B"}]""");

        await Assert.ThrowsAsync<InvalidOperationException>(_all.PollAsync);

        Assert.Equal((0, 0), (_all.Sink.Commits, _all.Sink.OpenBatches));
        Assert.Equal(FileState.Pending, _all.Entry(Key).State);
    }

    [Fact]
    public async Task PollAsync_HostileKey_StaysOnItsLine()
    {
        _all.Source.With("a\nerror: b\u001b[31m\u202e.json", """[{"title":"A"}, 1]""");

        await _all.PollAsync();

        Assert.All(_all.Log.Texts, text => Assert.DoesNotContain(text, char.IsControl));
        Assert.All(_all.Log.Texts, text => Assert.StartsWith("a\\u000Aerror: b\\u001B[31m\\u202E.json: ", text, StringComparison.Ordinal));
    }
}
