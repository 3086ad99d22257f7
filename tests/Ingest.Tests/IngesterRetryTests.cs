using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

/// <summary>When files that failed are tried again.</summary>
public sealed class IngesterRetryTests
{
    private const string Key = "a.json";

    [Fact]
    public void OfFile_Attempts_NoneThenAnythingUpToABoundThatDoubles()
    {
        var bounds = new[] { 0, 5, 10, 20, 40, 80, 160, 300, 300, 300 };
        var backoff = new Backoff(new Random(7));
        for (var attempt = 1; attempt <= bounds.Length; attempt++)
        {
            var waits = Enumerable.Range(0, 200).Select(_ => backoff.OfFile(attempt).TotalSeconds).ToList();
            var bound = bounds[attempt - 1];
            Assert.All(waits, wait => Assert.InRange(wait, 0, bound));
            Assert.True(bound == 0 || (waits.Max() > 0.9 * bound && waits.Min() < 0.1 * bound), $"attempt {attempt}");
        }
        Assert.InRange(backoff.OfFile(int.MaxValue), TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(2, 2, 4)]
    [InlineData(4, 2, 16)]
    [InlineData(5, 2, 30)]
    [InlineData(int.MaxValue, 2, 30)]
    [InlineData(1, 600, 600)]
    [InlineData(3, 600, 600)]
    public void OfPoll_Failures_DoublesUpToHalfAMinuteOrTheInterval(int failures, int interval, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), Backoff.OfPoll(failures, TimeSpan.FromSeconds(interval)));

    [Fact]
    public async Task PollAsync_FileFailsAgainAndAgain_IsTriedWhenItsRowSays()
    {
        using var all = new Fixture { Random = new Random(3) };
        var same = new Backoff(new Random(3));
        all.Source.With(Key, """[{"title":"A"}]""").OpenFailures[Key] = new IOException("Torn.");
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await all.PollAsync();
            var wait = same.OfFile(attempt);
            var row = all.Row(Key);
            Assert.Equal((attempt, all.Time.GetUtcNow().UtcDateTime + wait), (row.Attempts, row.NextAttempt));
            if (wait == TimeSpan.Zero)
                continue;
            all.Time.Advance(wait - TimeSpan.FromTicks(1));
            await all.PollAsync();
            Assert.Equal(attempt, all.Source.Opened.Count);
            all.Time.Advance(TimeSpan.FromTicks(1));
        }
        Assert.Equal(5, all.Ingester.Totals.Retries);
    }

    [Fact]
    public async Task PollAsync_FailedFileChanges_IsTriedAtOnce()
    {
        using var all = new Fixture();
        all.Source.With(Key, """[{"title":"A"}]""").OpenFailures[Key] = new IOException("Torn.");
        for (var i = 0; i < 5; i++)
            await all.PollAsync();
        Assert.Equal(2, all.Entry(Key).Attempts);

        all.Source.OpenFailures.Clear();
        all.Source.With(Key, """[{"title":"B"}]""", 1);
        await all.PollAsync();

        Assert.Equal((FileState.Ingested, 1, 3), (all.Entry(Key).State, all.Entry(Key).Attempts, all.Source.Opened.Count));
        Assert.Null(all.Row(Key).NextAttempt);
    }

    [Fact]
    public async Task PollAsync_FailedBeforeARestart_GoesOnCounting()
    {
        using var before = new Fixture();
        before.Source.With(Key, """[{"title":"A"}]""").OpenFailures[Key] = new IOException("Torn.");
        await before.PollAsync();
        await before.PollAsync();

        using var after = before.Restart();
        after.Time.Advance(TimeSpan.FromMinutes(5));
        await after.PollAsync();

        Assert.Equal((FileState.FailedWillRetry, 3), (after.Row(Key).State, after.Row(Key).Attempts));
    }

    [Fact]
    public async Task PollAsync_FailedFileVanishesAndComesBack_KeepsItsRow()
    {
        using var all = new Fixture();
        all.Source.With(Key, """[{"title":"A"}]""").OpenFailures[Key] = new IOException("Torn.");
        await all.PollAsync();
        await all.PollAsync();
        all.Source.Remove(Key);
        await all.PollAsync();
        Assert.Equal((FileState.Gone, FileState.FailedWillRetry), (all.Row(Key).State, all.Row(Key).Outcome));

        all.Source.With(Key, """[{"title":"A"}]""");
        await all.PollAsync();

        Assert.Equal(FileState.FailedWillRetry, all.Row(Key).State);
    }

    [Fact]
    public async Task Totals_FileWaits_SaySinceWhen()
    {
        using var all = new Fixture();
        Assert.Null(all.Ingester.Totals.OldestWaiting);
        var seen = all.Time.GetUtcNow();
        all.Source.With(Key, """[{"title":"A"}]""").OpenFailures[Key] = new IOException("Torn.");
        await all.PollAsync();
        all.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(seen, all.Ingester.Totals.OldestWaiting);
        var source = Assert.Single(all.Ingester.Totals.Sources);
        Assert.Equal((all.Source.Name, seen, 0), (source.Name, source.LastPoll, source.FailuresInARow));
    }

    [Fact]
    public async Task Totals_SourceAnswers_SayWhenItLastDid()
    {
        using var all = new Fixture();
        Assert.Null(LastAnswer(all));
        var listed = all.Time.GetUtcNow();
        all.Source.With(Key, """[{"title":"A"}]""").OpenFailures[Key] = new IOException("Torn.");
        all.Source.OnOpen = _ => all.Time.Advance(TimeSpan.FromMinutes(1));
        await all.PollAsync();
        // It gave its list, and not the file.
        Assert.Equal(listed, LastAnswer(all));

        all.Source.OpenFailures.Clear();
        all.Sink.CommitFailure = new InvalidOperationException("Away.");
        await Assert.ThrowsAsync<InvalidOperationException>(all.PollAsync);
        // The poll failed, though not because of the source, which gave the file a minute after its list.
        var read = all.Time.GetUtcNow();
        Assert.Equal((listed.AddMinutes(1), read), (read, LastAnswer(all)));

        all.Time.Advance(TimeSpan.FromMinutes(1));
        all.Source.ListingFailures.Enqueue(new IOException("Away."));
        await Assert.ThrowsAsync<IOException>(all.PollAsync);
        Assert.Equal(read, LastAnswer(all));
    }

    private static DateTimeOffset? LastAnswer(Fixture all) => Assert.Single(all.Ingester.Totals.Sources).LastAnswer;
}
