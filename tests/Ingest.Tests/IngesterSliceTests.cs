using System.IO.Compression;
using System.Text;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

/// <summary>Files that are too large for one batch.</summary>
public sealed class IngesterSliceTests
{
    private const string Key = "large.json";

    private static readonly IngestOptions Tiny = new() { SpoolBytes = 1000, SliceBytes = 1000, BlockBytes = 4096 };

    private static readonly byte[] Large = Lines(300);

    public static TheoryData<bool, bool> Shapes => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task PollAsync_LargeFile_GivesWhatOneBatchGives(bool isGzip, bool isArray)
    {
        var content = isArray ? Encoding.UTF8.GetBytes("[" + Encoding.UTF8.GetString(Large).TrimEnd().Replace("\n", ",\n", StringComparison.Ordinal) + "]") : Large;
        using var whole = new Fixture();
        using var sliced = new Fixture { Options = Tiny };
        foreach (var all in new[] { whole, sliced })
        {
            all.Sink.Ambiguous = "T3";
            all.Source.With("early.json", """[{"title":"T1","early":true}]""").With(Key, isGzip ? Gzip(content) : content, 1);
            await all.PollAsync();
        }

        Assert.Equal(whole.Sink.Movies, sliced.Sink.Movies);
        Assert.Equal(whole.RowText(Key), sliced.RowText(Key));
        Assert.True(sliced.Sink.Commits > 10, $"{sliced.Sink.Commits} commits");
        Assert.InRange(sliced.Sink.MostStaged, 1, 1100);
        Assert.Equal((1, 0), (sliced.Spool.Created, sliced.Spool.Open));
        Assert.Equal((1, 0), (whole.Sink.Commits, whole.Spool.Created));
        Assert.Equal(whole.Ingester.Totals.Records, sliced.Ingester.Totals.Records);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PollAsync_ToRest_RestsAfterEachBlock(bool isLarge)
    {
        var rests = 0;
        var options = (isLarge ? Tiny : new IngestOptions { BlockBytes = 4096 }) with
        {
            RestAsync = async _ =>
            {
                await Task.Yield();
                rests++;
            },
        };
        using var all = new Fixture { Options = options };
        all.Source.With(Key, Large);

        await all.PollAsync();

        Assert.Equal(300, all.Sink.Movies.Count);
        // A large file is read twice.
        Assert.InRange(rests, Large.Length / 4096 * (isLarge ? 2 : 1), (Large.Length / 4096 * (isLarge ? 2 : 1)) + 4);
    }

    [Fact]
    public async Task PollAsync_LargeFile_IsReadFromItsSourceOnce()
    {
        using var all = new Fixture { Options = Tiny };
        all.Source.With(Key, Large);

        await all.PollAsync();

        Assert.Equal([Key], all.Source.Opened);
    }

    [Fact]
    public async Task PollAsync_SmallFileOfManyRecords_IsLargeOnceItsRecordsAre()
    {
        using var all = new Fixture { Options = Tiny };
        all.Source.With("small.json", """[{"title":"S"}]""").With(Key, Gzip(Lines(100, sameText: true)), 1);
        Assert.InRange(all.Source.Version(Key).Bytes, 1, 999);

        await all.PollAsync();

        Assert.Equal(101, all.Sink.Movies.Count);
        Assert.Equal((1, 0), (all.Spool.Created, all.Spool.Open));
        Assert.Equal(100, all.Row(Key).Records);
    }

    [Fact]
    public async Task PollAsync_LargeFileOfRejectedRecordsOnly_IsIngested()
    {
        using var all = new Fixture { Options = Tiny };
        all.Source.With(Key, string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i}\n").Prepend("{\"title\":\"A\"}\n")));

        await all.PollAsync();

        var row = all.Row(Key);
        Assert.Equal((FileState.Ingested, 2001, 2000, 100), (row.State, row.Records, row.Rejected, row.RejectedRecords!.Count));
        Assert.Equal(new RejectedAt(1, 2, "$", "A record must be an object."), row.RejectedRecords[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task PollAsync_KilledAfterASlice_IsReadAgainFromItsStart(int slices)
    {
        using var whole = new Fixture();
        whole.Source.With(Key, Large);
        await whole.PollAsync();
        using var killed = new Fixture { Options = Tiny };
        killed.Source.With(Key, Large);
        (killed.Sink.CommitFailure, killed.Sink.CommitsBeforeFailure) = (new IOException("Killed."), slices);
        await Assert.ThrowsAsync<IOException>(killed.PollAsync);
        Assert.Equal((slices, FileState.Pending, false, 0), (killed.Sink.Commits, killed.Entry(Key).State, killed.HasRow(Key), killed.Spool.Open));
        Assert.Equal(0, killed.Sink.OpenBatches);

        killed.Sink.CommitFailure = null;
        using var after = killed.Restart();
        await after.PollAsync();

        Assert.Equal(whole.Sink.Movies, after.Sink.Movies);
        var row = after.Row(Key);
        Assert.Equal((FileState.Ingested, 300), (row.State, row.Records));
        Assert.Equal(300, row.Added + row.Updated + row.Unchanged + row.Deleted + row.Rejected);
    }

    public static TheoryData<int, bool> Tenths
    {
        get
        {
            var tenths = new TheoryData<int, bool>();
            for (var tenth = 0; tenth < 10; tenth++)
            {
                tenths.Add(tenth, true);
                tenths.Add(tenth, false);
            }
            return tenths;
        }
    }

    [Theory]
    [MemberData(nameof(Tenths))]
    public async Task PollAsync_SourceFailsOnTheWay_AppliesNothingUntilItIsRetried(int tenth, bool isLarge)
    {
        using var all = new Fixture { Options = isLarge ? Tiny : new IngestOptions { BlockBytes = 4096 } };
        all.Source.With(Key, Large).With("good.json", """[{"title":"G"}]""", 1);
        all.Source.FailsAfterBytes[Key] = Large.Length * tenth / 10;

        await all.PollAsync();

        Assert.Equal((FileState.FailedWillRetry, 1, "The disk is gone."), (all.Row(Key).State, all.Row(Key).Attempts, all.Row(Key).Fault!.Reason));
        Assert.Equal(["G"], all.Sink.Movies.Keys);
        Assert.Equal(0, all.Spool.Open);

        all.Source.FailsAfterBytes.Clear();
        await all.PollAsync();

        Assert.Equal((FileState.Ingested, 2, 300), (all.Row(Key).State, all.Row(Key).Attempts, all.Row(Key).Records));
        Assert.Equal((301, 1), (all.Sink.Movies.Count, all.Ingester.Totals.Retries));
    }

    [Theory]
    [MemberData(nameof(Tenths))]
    public async Task PollAsync_TransferEndsEarly_IsRetriedAndNotQuarantined(int tenth, bool isLarge)
    {
        using var all = new Fixture { Options = isLarge ? Tiny : new IngestOptions { BlockBytes = 4096 } };
        var content = tenth % 2 == 0 ? Large : Gzip(Large);
        all.Source.With(Key, content).EndsAfterBytes[Key] = content.Length * tenth / 10;

        await all.PollAsync();

        Assert.Equal(FileState.FailedWillRetry, all.Row(Key).State);
        Assert.Equal($"The source gave {content.Length * tenth / 10} bytes of a file that has {content.Length}.", all.Row(Key).Fault!.Reason);
        Assert.Empty(all.Sink.Movies);

        all.Source.EndsAfterBytes.Clear();
        await all.PollAsync();

        Assert.Equal((FileState.Ingested, 300), (all.Row(Key).State, all.Row(Key).Records));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PollAsync_LargeFileNotWhole_AppliesNothing(bool isGzip)
    {
        using var all = new Fixture { Options = Tiny };
        var content = Encoding.UTF8.GetBytes("[" + Encoding.UTF8.GetString(Large).TrimEnd().Replace("\n", ",\n", StringComparison.Ordinal));
        all.Source.With(Key, isGzip ? Gzip(Large)[..^4] : content);

        await all.PollAsync();

        Assert.Equal(FileState.Quarantined, all.Row(Key).State);
        Assert.Empty(all.Sink.Movies);
        Assert.Equal(0, all.Spool.Open);
    }

    [Fact]
    public async Task PollAsync_LargeFileReplacedWhileRead_AppliesNothing()
    {
        using var all = new Fixture { Options = Tiny };
        all.Source.With(Key, Large);
        all.Source.OnOpen = key => all.Source.With(key, Large, 1);

        await all.PollAsync();

        Assert.Equal(FileState.FailedWillRetry, all.Row(Key).State);
        Assert.Empty(all.Sink.Movies);
    }

    [Fact]
    public async Task PollAsync_SpoolFolderFull_FailsTheFileAloneAndSaysWhy()
    {
        using var all = new Fixture { Options = Tiny };
        all.Source.With(Key, Large).With("good.json", """[{"title":"G"}]""", 1);
        all.Spool.Room = 5000;

        await all.PollAsync();

        Assert.Equal(["G"], all.Sink.Movies.Keys);
        Assert.Equal(
            "The file is large, and there is no copying it to the spool folder: No space left on device.", all.Row(Key).Fault!.Reason);
        Assert.Equal((FileState.FailedWillRetry, 0), (all.Row(Key).State, all.Spool.Open));

        all.Spool.Failure = new UnauthorizedAccessException("Access is denied.");
        await all.PollAsync();
        Assert.EndsWith("spool folder: Access is denied.", all.Row(Key).Fault!.Reason, StringComparison.Ordinal);

        (all.Spool.Room, all.Spool.Failure) = (int.MaxValue, null);
        all.Time.Advance(TimeSpan.FromMinutes(5));
        await all.PollAsync();

        Assert.Equal((FileState.Ingested, 3), (all.Row(Key).State, all.Row(Key).Attempts));
    }

    [Fact]
    public async Task PollAsync_WithWorkRunAside_RunsAllRecordsThere()
    {
        var (aside, isAside) = (0, false);
        using var all = new Fixture
        {
            Options = Tiny with
            {
                Aside = work =>
                {
                    Assert.False(isAside, "nothing that is run aside runs anything aside");
                    (aside, isAside) = (aside + 1, true);
                    work();
                    isAside = false;
                },
            },
        };
        all.Sink.OnAdd = () => Assert.True(isAside);
        all.Source.With("small.json", Lines(3)).With(Key, Large);
        await all.PollAsync();
        Assert.Equal(300, all.Sink.Movies.Count);
        Assert.True(aside > 3, $"{aside} times");
    }

    [Fact]
    public async Task PollAsync_AfterTheFirstLoad_BatchesAreBoundedByBytes()
    {
        using var all = new Fixture { Options = new IngestOptions { SliceBytes = 60 } };
        for (var i = 0; i < 10; i++)
            all.Source.With($"{i}.json", Lines(3));
        await all.PollAsync();
        Assert.Equal(1, all.Sink.Commits);

        for (var i = 0; i < 10; i++)
            all.Source.With($"{i}.json", Lines(3), 1);
        await all.PollAsync();
        Assert.Equal(11, all.Sink.Commits);

        using var after = all.Restart();
        for (var i = 0; i < 10; i++)
            after.Source.With($"{i}.json", Lines(3), 2);
        await after.PollAsync();
        Assert.Equal(21, all.Sink.Commits);
    }

    private static byte[] Lines(int records, bool sameText = false) => Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, records).Select(i => $"{{\"title\":\"T{i}\",\"text\":\"{(sameText ? "same" : $"{i * 7919 % 10007}")} {i % 7}\"}}\n")));

    private static byte[] Gzip(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
