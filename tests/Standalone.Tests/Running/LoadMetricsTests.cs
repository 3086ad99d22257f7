using MovieGrains.Http.Metrics;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;
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
        var text = new MetricsText();
        new LoadMetrics(() => totals, TimeProvider.System).Write(text);
        var lines = text.ToString().Split('\n').Where(static line => line.StartsWith("movies_ingest_source_failures_in_a_row{", StringComparison.Ordinal));
        Assert.Equal(
            ["{source=\"drops\"} 1", "{source=\"drops (2)\"} 2", "{source=\"s3://drops/in/\"} 3"],
            lines.Select(static line => line[line.IndexOf('{', StringComparison.Ordinal)..]));
    }

    private static SourceTotals Source(string name, int failures) => new(name, null, failures, null);
}
