using MovieGrains.Http.Metrics;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;
using MovieGrains.Running;

namespace MovieGrains.Standalone.Tests.Running;

public sealed class LoadMetricsTests
{
    [Fact]
    public void Write_Sources_AreCalledAsElsewhereAndToldApart()
    {
        var totals = new IngestTotals
        {
            Files = new Dictionary<FileState, int>(),
            Sources = [Source("/a/drops", 1), Source("/b/drops", 2), Source("s3://drops/in/", 3)],
        };
        Assert.Equal(
            ["{source=\"drops\"} 1", "{source=\"drops (2)\"} 2", "{source=\"s3://drops/in/\"} 3"],
            Samples(totals, poll: null, "movies_ingest_source_failures_in_a_row"));
    }

    [Fact]
    public void Write_SourcesThatOthersPoll_AreThereWithTheirIntervalsAndNames()
    {
        // Of two folders called alike the second: called the same by whoever polls it, alone or not.
        var totals = new IngestTotals
        {
            Files = new Dictionary<FileState, int>(),
            Sources = [Source("/b/drops", 0) with { LastAnswer = DateTimeOffset.UnixEpoch.AddSeconds(1.5) }],
        };
        Assert.Equal(["{source=\"drops (2)\"} 1.5"], Samples(totals, poll: null, "movies_ingest_source_last_answer_time_seconds"));
        Assert.Equal(
            ["{source=\"drops\"} 2", "{source=\"drops (2)\"} 2", "{source=\"s3://drops/in/\"} 15"],
            Samples(totals, poll: null, "movies_ingest_source_poll_interval_seconds"));
        Assert.Equal(
            ["{source=\"drops\"} 30", "{source=\"drops (2)\"} 30", "{source=\"s3://drops/in/\"} 30"],
            Samples(totals, TimeSpan.FromSeconds(30), "movies_ingest_source_poll_interval_seconds"));
    }

    private static IEnumerable<string> Samples(IngestTotals totals, TimeSpan? poll, string family)
    {
        var text = new MetricsText();
        SourcePlace[] places = [new FolderPlace("/a/drops"), new FolderPlace("/b/drops"), new BucketPlace(new S3Url("drops", "in/"))];
        new LoadMetrics(() => totals, places, poll, TimeProvider.System).Write(text);
        return text.ToString().Split('\n').Where(line => line.StartsWith(family + "{", StringComparison.Ordinal)).Select(line => line[family.Length..]);
    }

    private static SourceTotals Source(string name, int failures) => new(name, null, failures, null);
}
