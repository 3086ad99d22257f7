using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MovieGrains.Http.Metrics;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace MovieGrains.Http.Telemetry;

/// <summary>Sends traces, metrics and logs by OTLP, where the environment says where to.</summary>
public static class Otlp
{
    private const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>Adds it, or nothing: a process that is not told where to has no part of it.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="service">What it is called, unless the environment says otherwise.</param>
    /// <param name="variable">Looks an environment variable up.</param>
    public static void AddOtlp(this WebApplicationBuilder builder, string service, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(variable);
        var settings = new OtlpSettings(variable);
        if (settings.IsOn)
            Add(builder, settings, Resource(variable(ServiceName) is { Length: > 0 } name ? name : service));
    }

    /// <summary>Whether traces are sent, so that calls between processes should carry which trace they belong to.</summary>
    public static bool SendsTraces(Func<string, string?> variable) => new OtlpSettings(variable).Traces;

    // A method of its own: until it is called, nothing of OpenTelemetry is loaded.
    private static void Add(WebApplicationBuilder builder, OtlpSettings settings, ResourceBuilder resource)
    {
        builder.Services.AddHostedService(provider => new OtlpExport(settings, resource, provider.GetServices<IMetricSource>()));
        if (!settings.Logs)
            return;
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.SetResourceBuilder(resource);
            logging.AddOtlpExporter(settings.OfLogs);
        });
    }

    private static ResourceBuilder Resource(string service) => ResourceBuilder.CreateDefault().AddService(
        service, serviceNamespace: "moviegrains", typeof(Otlp).Assembly.GetName().Version?.ToString(3));
}
