using Microsoft.Extensions.Hosting;
using MovieGrains.Catalog;
using MovieGrains.Http.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MovieGrains.Http.Telemetry;

/// <summary>Listens to spans and meters from the start of the process to its end, and sends them.</summary>
internal sealed class OtlpExport(OtlpSettings settings, ResourceBuilder resource, IEnumerable<IMetricSource> sources) : IHostedLifecycleService, IDisposable
{
    /// <summary>Seconds. Most answers take less than a millisecond, and the objective is at five: the usual buckets begin where all
    /// is over.</summary>
    internal static readonly double[] Buckets =
        [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    /// <summary>The meters of the framework and of what we stand on that are worth sending.</summary>
    private static readonly string[] Meters =
        [HttpTracing.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Microsoft.Orleans", "Npgsql"];

    private static readonly string[] Sources =
        [HttpTracing.Framework, HttpTracing.Name, CatalogTracing.Name, "Microsoft.Orleans.Application", "Npgsql"];

    private MetricBridge? _bridge;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (settings.Traces)
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(settings.OfTraces).Build();
        if (!settings.Metrics)
            return Task.CompletedTask;
        _bridge = new MetricBridge(sources);
        var buckets = new ExplicitBucketHistogramConfiguration { Boundaries = Buckets };
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddView("http.server.request.duration", buckets)
            .AddView(HttpTracing.EngineDuration, buckets)
            .AddOtlpExporter(settings.OfMetrics)
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        // What was gathered last is sent now.
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _bridge?.Dispose();
        (_traces, _metrics, _bridge) = (null, null, null);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
