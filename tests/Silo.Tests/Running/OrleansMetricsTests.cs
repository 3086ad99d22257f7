using System.Diagnostics.Metrics;
using MovieGrains.Http.Metrics;
using MovieGrains.Silo.Running;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>What Orleans counts becomes metrics; here it is counted as Orleans does, of a kind of grain that no silo has.</summary>
public sealed class OrleansMetricsTests
{
    [Fact]
    public void Write_GrainsThatCameAndWent_TellsThoseThatAreThere()
    {
        using var metrics = new OrleansMetrics();
        using var meter = new Meter("Microsoft.Orleans");
        var grains = meter.CreateUpDownCounter<int>("orleans-grains");
        var kind = KeyValuePair.Create<string, object?>("type", "MovieGrains.Tests.MadeUp,MovieGrains.Tests");
        grains.Add(1, kind);
        grains.Add(1, kind);
        grains.Add(-1, kind);
        var text = new MetricsText();

        metrics.Write(text);

        Assert.Contains("movies_grains{kind=\"MadeUp\"} 1\n", text.ToString(), StringComparison.Ordinal);
    }
}
