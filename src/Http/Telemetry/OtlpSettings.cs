namespace MovieGrains.Http.Telemetry;

/// <summary>Whether the environment asks for OpenTelemetry, by its standard variables; which the exporter then reads by itself.</summary>
/// <param name="Traces">Whether traces are sent.</param>
/// <param name="Metrics">Whether metrics are.</param>
/// <param name="Logs">Whether logs are.</param>
internal sealed record OtlpSettings(bool Traces, bool Metrics, bool Logs)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether anything is sent.</summary>
    public bool IsOn => Traces || Metrics || Logs;

    /// <summary>Reads them: a signal is sent when there is somewhere to send it to, and nobody says otherwise.</summary>
    public static OtlpSettings Read(Func<string, string?> variable)
    {
        var isDisabled = string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        return new OtlpSettings(Is("TRACES"), Is("METRICS"), Is("LOGS"));

        bool Is(string signal) =>
            !isDisabled
            && (variable(Endpoint) is { Length: > 0 } || variable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { Length: > 0 })
            && !string.Equals(variable($"OTEL_{signal}_EXPORTER"), "none", StringComparison.OrdinalIgnoreCase);
    }
}
