using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Changes;
using MovieGrains.Http.Access;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Audit;
using MovieGrains.Http.Changes;
using MovieGrains.Http.Cluster;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Ingest.Notifications;
using MovieGrains.Http.Throttling;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.OpenApi;
using MovieGrains.Http.Page;
using MovieGrains.Http.Routes;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http;

/// <summary>The HTTP surface over a catalogue: what both editions serve.</summary>
public static class HttpSurface
{
    /// <summary>Registers the surface.</summary>
    /// <remarks>Whoever composes registers what it stands on: <see cref="ICatalog"/>, <see cref="Readiness"/>,
    /// <see cref="TimeProvider"/>, and any <see cref="IMetricSource"/> of its own; for writes,
    /// <see cref="Catalog.Writes.ICatalogWriter"/>, without which the surface is read-only, and <see cref="AccessPolicy"/>,
    /// without which only this machine may write. What else it may leave out: <see cref="IChangeFeed"/> (without it /changes answers
    /// 404), <see cref="IIngestLedger"/> (without it the ledger is empty), <see cref="INotificationQueue"/> (without it no object is
    /// of a source) and <see cref="IClusterView"/> (without it /cluster answers 404).</remarks>
    public static IServiceCollection AddHttpSurface(this IServiceCollection services)
    {
        services.AddProbes();
        services.AddHostedService<RateSampler>();
        services.AddSingleton<IMetricSource, EngineMetrics>();
        services.AddSingleton<IMetricSource, CatalogMetrics>();
        services.AddSingleton<MovieSearch>().AddSingleton<MovieLookup>().AddSingleton<MovieOrigins>().AddSingleton<KnownFiles>().AddSingleton<ValuesList>().AddSingleton<Suggestions>();
        services.AddSingleton<MovieExport>().AddSingleton<ChangeStream>().AddSingleton<IngestFiles>().AddSingleton<ClusterState>().AddSingleton<NotificationIntake>();
        services.AddSingleton<ChangeListeners>().AddSingleton<IMetricSource>(provider => provider.GetRequiredService<ChangeListeners>());
        services.AddSingleton<ExportsUnderWay>().AddSingleton<IMetricSource>(provider => provider.GetRequiredService<ExportsUnderWay>());
        services.AddSingleton<WebPages>().AddSingleton<PageFiles>().AddSingleton<FilmsPage>().AddSingleton<StatusPage>();
        services.AddSingleton<RecordPosts>().AddSingleton<MovieWrites>();
        services.AddSingleton<WriteMeters>().AddSingleton<IMetricSource>(provider => provider.GetRequiredService<WriteMeters>());
        services.AddSingleton<OpenApiText>().AddSingleton<DocsSite>();
        services.AddSingleton<RouteTable>();
        return services;
    }

    /// <summary>Registers what a process without a catalogue answers: <c>/livez</c>, <c>/readyz</c> and <c>/metrics</c>. Part of
    /// <see cref="AddHttpSurface"/>.</summary>
    /// <remarks>Whoever composes registers <see cref="Readiness"/>, <see cref="TimeProvider"/>, and any <see cref="IReadinessCheck"/>
    /// and <see cref="IMetricSource"/> of its own.</remarks>
    public static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddSingleton<HttpMeters>().AddSingleton<OperationalPages>().AddSingleton<IMetricSource, ProcessMetrics>();
        services.AddSingleton<IMetricSource, RequestMetrics>();
        services.TryAddSingleton<AccessPolicy>();
        services.AddSingleton<Door>().AddSingleton<AuditLog>().AddHostedService<FileWatch>();
        return services.AddSingleton<WriteGuard>();
    }

    /// <summary>How many requests are commonly under way at once? Of more, the buffers are made anew each time.</summary>
    private const int KeptExchanges = 64;

    /// <summary>Maps every path, and answers all others with a problem.</summary>
    public static void MapHttpSurface(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapRoutes(app.Services.GetRequiredService<RouteTable>().All);
    }

    /// <summary>Maps what <see cref="AddProbes"/> registered, beside what is mapped already, and answers all others with a problem.</summary>
    public static void MapProbes(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapRoutes(app.Services.GetRequiredService<OperationalPages>().Probes);
    }

    private static void MapRoutes(this WebApplication app, IReadOnlyList<Route> routes)
    {
        var services = app.Services;
        var meters = services.GetRequiredService<HttpMeters>();
        var checks = services.Checks();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("MovieGrains.Http");
        var exchanges = new DefaultObjectPool<Exchange>(new DefaultPooledObjectPolicy<Exchange>(), KeptExchanges);
        RouteGate Gate(Route route) =>
            new(route, meters.Add(route.Pattern), meters, services.GetRequiredService<Readiness>(), checks, exchanges, log);

        app.UseRouting();
        foreach (var route in routes)
            app.Map(route.Pattern, Gate(route).InvokeAsync);
        app.UseEndpoints(static _ => { });
        app.Run(Gate(RouteTable.Fallback).InvokeAsync);
    }

    private static RouteChecks Checks(this IServiceProvider services)
    {
        var door = services.GetRequiredService<Door>();
        var limits = ClientLimits.Of(services.GetRequiredService<AccessPolicy>(), door, services.GetRequiredService<TimeProvider>());
        return new RouteChecks(door, services.GetRequiredService<WriteGuard>(), limits, services.GetRequiredService<AuditLog>());
    }

    /// <summary>Bounds what a client may send and hold.</summary>
    public static void Bound(this KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // The surface's own bound on a URL is far lower; this one lets it see what is too long and say so in a problem.
        kestrel.Limits.MaxRequestLineSize = 128 << 10;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        // Where a path takes a larger body, it bounds it by itself.
        kestrel.Limits.MaxRequestBodySize = 64 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    /// <summary>Keeps the framework from logging, and so from making an activity for, every request.</summary>
    /// <remarks>With its category enabled at any level, hosting makes an <c>Activity</c> and a logging scope per request;
    /// failures are logged by the surface itself.</remarks>
    public static ILoggingBuilder QuietRequests(this ILoggingBuilder logging) => logging
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
}
