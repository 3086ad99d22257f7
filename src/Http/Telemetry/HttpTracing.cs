using System.Diagnostics;
using System.Diagnostics.Metrics;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.Telemetry;

/// <summary>The surface's spans and measurements, for whoever listens; nobody does unless a process exports them.</summary>
internal static class HttpTracing
{
    /// <summary>The name of the spans' source and of the meter.</summary>
    public const string Name = "MovieGrains";

    /// <summary>The engine's own time.</summary>
    public const string EngineDuration = "movies.engine.duration";

    /// <summary>What the framework makes the span of a request with.</summary>
    public const string Framework = "Microsoft.AspNetCore";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Engine = Meter.CreateHistogram<double>(EngineDuration, "s", "The engine's own time for a query.");

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins a span; null when nobody listens.</summary>
    public static Activity? Start(string name) => Source.HasListeners() ? Source.StartActivity(name) : null;

    /// <summary>The engine has answered.</summary>
    public static void EngineTook(TimeSpan duration)
    {
        if (Engine.Enabled)
            Engine.Record(duration.TotalSeconds);
    }

    /// <summary>Completes the span of a request, by the names of the semantic conventions for HTTP.</summary>
    public static void Complete(Exchange exchange, Route route)
    {
        var context = exchange.Context;
        if (Activity.Current is not { } span)
            return;
        span.DisplayName = $"{context.Request.Method} {route.Pattern}";
        span.SetTag("http.request.method", context.Request.Method);
        span.SetTag("http.route", route.Pattern);
        span.SetTag("url.path", exchange.Target.Path.ToString());
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (exchange.Outcome is not null)
            span.SetTag("error.type", exchange.Outcome);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
