using System.Text;
using System.Text.Json;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>What operators and their machines read: probes, metrics, counters.</summary>
internal sealed class OperationalPages(Readiness readiness, HttpMeters meters, IEnumerable<IMetricSource> sources)
{
    private readonly IMetricSource[] _sources = [.. sources];

    /// <summary>Answers 200 as long as the process can answer at all.</summary>
    public static Task LiveAsync(Exchange exchange) => StatusAsync(exchange, "live");

    /// <summary>Answers 200 when requests should be sent here, else 503.</summary>
    public Task ReadyAsync(Exchange exchange)
    {
        if (readiness.IsReady)
            return StatusAsync(exchange, "ready");
        var why = readiness.IsStopping ? "The process is stopping." : Readiness.NotLoaded;
        return ProblemWriter.SendAsync(exchange, Problem.NotReady(why));
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
