using OpenTelemetry.Exporter;

namespace MovieGrains.Http.Telemetry;

/// <summary>Whether the environment asks for OpenTelemetry, by its standard variables.</summary>
/// <param name="Variable">Looks one up.</param>
internal sealed record OtlpSettings(Func<string, string?> Variable)
{
    /// <summary>Whether traces are sent.</summary>
    public bool Traces => Sends(TracesSignal);

    /// <summary>Whether metrics are.</summary>
    public bool Metrics => Sends(MetricsSignal);

    /// <summary>Whether logs are.</summary>
    public bool Logs => Sends(LogsSignal);

    /// <summary>Whether anything is.</summary>
    public bool IsOn => Traces || Metrics || Logs;

    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string TracesSignal = "TRACES", MetricsSignal = "METRICS", LogsSignal = "LOGS";

    /// <summary>Sets what is said of traces alone; what is said of all, the exporter reads by itself.</summary>
    public void OfTraces(OtlpExporterOptions options) => Set(options, TracesSignal);

    /// <summary>The same of metrics.</summary>
    public void OfMetrics(OtlpExporterOptions options) => Set(options, MetricsSignal);

    /// <summary>The same of logs.</summary>
    public void OfLogs(OtlpExporterOptions options) => Set(options, LogsSignal);

    // A signal is sent when there is somewhere to send it to, and nobody says otherwise.
    private bool Sends(string signal) =>
        !Is("OTEL_SDK_DISABLED", "true")
        && (Find(Prefix + "ENDPOINT") ?? Find($"{Prefix}{signal}_ENDPOINT")) is not null
        && !Is($"OTEL_{signal}_EXPORTER", "none");

    private void Set(OtlpExporterOptions options, string signal)
    {
        if (Find($"{Prefix}{signal}_PROTOCOL") is { } protocol)
            options.Protocol = protocol is "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (Find($"{Prefix}{signal}_HEADERS") is { } headers)
            options.Headers = headers;
        if (Uri.TryCreate(Find($"{Prefix}{signal}_ENDPOINT"), UriKind.Absolute, out var endpoint))
            options.Endpoint = endpoint;
    }

    private bool Is(string name, string value) => string.Equals(Find(name), value, StringComparison.OrdinalIgnoreCase);

    private string? Find(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
