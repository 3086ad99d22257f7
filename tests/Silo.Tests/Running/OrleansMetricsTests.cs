using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Metrics;
using MovieGrains.Silo.Running;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>What Orleans counts becomes metrics; here it is counted as Orleans does.</summary>
public sealed class OrleansMetricsTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly OrleansMetrics metrics;

    public OrleansMetricsTests() =>
        metrics = new OrleansMetrics(Meters, new Dictionary<string, string>(StringComparer.Ordinal) { ["madeup"] = "MadeUp", ["never"] = "Never" });

    private IMeterFactory Meters => services.GetRequiredService<IMeterFactory>();

    public void Dispose()
    {
        metrics.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Write_GrainsThatCameAndWent_TellsThoseThatAreThere()
    {
        var grains = OrleansMeter(Meters).CreateUpDownCounter<int>("orleans-grains");
        foreach (var (type, added) in new[] { ("madeup", 1), ("madeup", 1), ("madeup", -1), ("management", 1) })
            grains.Add(added, KeyValuePair.Create<string, object?>("grain_type", type));

        var lines = Lines();

        Assert.Contains("movies_grains{kind=\"MadeUp\"} 1", lines);
        Assert.Single(lines, static line => line.StartsWith("movies_grains{", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_Calls_TellsHowLongTheyTook()
    {
        var calls = OrleansMeter(Meters).CreateHistogram<double>("orleans-app-requests-latency", unit: "ms");
        foreach (var milliseconds in new[] { 0.2, 0.3, 40 })
            calls.Record(milliseconds);

        var lines = Lines();

        Assert.Contains("movies_grain_call_duration_seconds_bucket{le=\"0.00025\"} 1", lines);
        Assert.Contains("movies_grain_call_duration_seconds_bucket{le=\"0.0005\"} 2", lines);
        Assert.Contains("movies_grain_call_duration_seconds_count 3", lines);
        Assert.Contains("movies_grain_call_duration_seconds_sum 0.0405", lines);
    }

    [Fact]
    public void Write_WhatFailed_TellsHowOften()
    {
        OrleansMeter(Meters).CreateCounter<long>("orleans-app-requests-timedout").Add(2);
        OrleansMeter(Meters).CreateCounter<int>("orleans-scheduler-long-running-turns").Add(3);

        var lines = Lines();

        Assert.Contains("movies_grain_calls_timed_out_total 2", lines);
        Assert.Contains("movies_grain_long_turns_total 3", lines);
    }

    [Fact]
    public void Write_CallsOfAnotherSiloInTheProcess_AreNotItsOwn()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        OrleansMeter(others.GetRequiredService<IMeterFactory>()).CreateCounter<long>("orleans-app-requests-timedout").Add(2);

        Assert.Contains("movies_grain_calls_timed_out_total 0", Lines());
    }

    private static Meter OrleansMeter(IMeterFactory meters) => meters.Create("Microsoft.Orleans");

    private string[] Lines()
    {
        var text = new MetricsText();
        metrics.Write(text);
        return text.ToString().Split('\n');
    }
}
