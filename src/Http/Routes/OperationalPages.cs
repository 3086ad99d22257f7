using System.Text;
using System.Text.Json;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>What operators and their machines read: probes, metrics, counters.</summary>
internal sealed class OperationalPages(
    Readiness readiness, IEnumerable<IReadinessCheck> checks, HttpMeters meters, IEnumerable<IMetricSource> sources)
{
    private readonly IMetricSource[] _sources = [.. sources];
    private readonly IReadinessCheck[] _checks = [.. checks];

    /// <summary>The paths of those whom a process without a catalogue has, too.</summary>
    public IReadOnlyList<Route> Probes =>
    [
        new("/livez", "Whether the process is alive.", AnswerKind.Json, LiveAsync) { IsProbe = true },
        new("/readyz", "Whether requests should be sent here.", AnswerKind.Json, ReadyAsync) { TellsReadiness = true, IsProbe = true },
        new("/metrics", "Metrics in the Prometheus text format.", AnswerKind.Text, MetricsAsync) { IsProbe = true },
    ];

    /// <summary>Answers 200 as long as the process can answer at all.</summary>
    public static Task LiveAsync(Exchange exchange) => StatusAsync(exchange, "live");

    /// <summary>Answers 200 when requests should be sent here, else 503.</summary>
    public Task ReadyAsync(Exchange exchange)
    {
        return WhyNot() is { } why ? ProblemWriter.SendAsync(exchange, Problem.NotReady(why)) : StatusAsync(exchange, "ready");
    }

    private string? WhyNot()
    {
        if (readiness.IsStopping)
            return "The process is stopping.";
        foreach (var check in _checks)
        {
            if (check.WhyNot() is { } why)
                return why;
        }
        return readiness.IsLoaded ? null : Readiness.NotLoaded;
    }

    /// <summary>Answers with all metrics.</summary>
    public Task MetricsAsync(Exchange exchange)
    {
        var text = new MetricsText();
        foreach (var source in _sources)
            source.Write(text);
        Encoding.UTF8.GetBytes(text.ToString(), exchange.Body);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Metrics);
    }

    /// <summary>Answers with requests and percentiles by route.</summary>
    public Task CountersAsync(Exchange exchange)
    {
        using (var json = new Utf8JsonWriter(exchange.Body))
            PerfCounters.Write(json, meters);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }

    private static Task StatusAsync(Exchange exchange, string status)
    {
        using (var json = new Utf8JsonWriter(exchange.Body))
        {
            json.WriteStartObject();
            json.WriteString("status", status);
            json.WriteEndObject();
        }
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }
}
