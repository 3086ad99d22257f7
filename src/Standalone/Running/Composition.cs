using MovieGrains.Catalog;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http;
using MovieGrains.Http.Access;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Telemetry;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Running;
using MovieGrains.Standalone.Settings;
using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Running;

/// <summary>Puts the process together: one store and its data folder, its sources, the HTTP surface over them.</summary>
internal static class Composition
{
    /// <summary>Builds the application; nothing runs yet.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, StandaloneOptions options)
    {
        builder.Logging.ToStandardError();
        builder.AddOtlp("moviegrains-standalone", Environment.GetEnvironmentVariable);
        AddCatalog(builder.Services, options);
        AddIngest(builder.Services, options);
        AddServer(builder, options);
        var app = builder.Build();
        app.MapHttpSurface();
        return app;
    }

    private static void AddCatalog(IServiceCollection services, StandaloneOptions options)
    {
        services.AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton<Readiness>();
        services.AddSingleton(provider => new Pacing(
            provider.GetRequiredService<TimeProvider>(), () => provider.GetRequiredService<CatalogStore>().LastAsked));
        services.AddSingleton(provider => new QuietThreads(provider.GetRequiredService<Pacing>().Worked));
        services.AddSingleton<IHeap, OwnHeap>();
        services.AddHostedService(static provider => new HeapCompaction(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<QuietThreads>(),
            provider.GetRequiredService<Pacing>().WasAskedWithin, provider.GetRequiredService<IHeap>()));
        services.AddAccess(options.Access);
        services.AddSingleton(provider => DataFolder.Open(
            options.Data, options.SnapshotLogBytes, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DataFolder>>()));
        services.AddSingleton(provider => new CatalogStore(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<DataFolder>(),
            aside: provider.GetRequiredService<QuietThreads>().Run));
        services.AddSingleton<ICatalog>(provider => provider.GetRequiredService<CatalogStore>());
        services.AddSingleton<ICatalogWriter>(provider => provider.GetRequiredService<CatalogStore>());
        services.AddSingleton<IRecordSink>(provider => provider.GetRequiredService<CatalogStore>());
        services.AddSingleton<INotes>(provider => provider.GetRequiredService<CatalogStore>());
        services.AddSingleton(provider => provider.GetRequiredService<CatalogStore>().Changes);
        services.AddSingleton<Restoring>();
    }

    private static void AddIngest(IServiceCollection services, StandaloneOptions options)
    {
        services.AddSingleton(Random.Shared);
        foreach (var place in options.Sources)
            services.AddSingleton(provider => place.Open(
                options.S3Endpoint, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Random>()));
        services.AddSingleton(provider => new IngestOptions
        {
            Interval = options.Poll,
            SpoolFolder = Path.Combine(options.Data, "spool"),
            Aside = provider.GetRequiredService<QuietThreads>().Run,
            RestAsync = provider.GetRequiredService<Pacing>().RestAsync,
        });
        services.AddSingleton<NotificationQueue>().AddSingleton<Ledger>().AddSingleton<LedgerPages>().AddSingleton<Ingester>();
        services.AddSingleton<IIngestLedger, IngestLedger>().AddSingleton<INotificationQueue, IngestNotifications>();
        services.AddSingleton<IMetricSource>(provider => new LoadMetrics(
            () => provider.GetRequiredService<Ingester>().Totals, options.Sources, options.Poll, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMetricSource>(provider => new StorageMetrics(() => provider.GetRequiredService<DataFolder>().Status));
        services.AddSingleton<Loading>().AddHostedService(provider => provider.GetRequiredService<Loading>());
    }

    private static void AddServer(WebApplicationBuilder builder, StandaloneOptions options)
    {
        // A handler never waits and nearly always ends within microseconds: handing it to another thread costs more than it.
        // Mixed queries of the real set: 3 % more a second, and at half that rate a fifth off p99.
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.ListenAt(options.Bind, options.Port, options.Drain, options.Tls);
        builder.Services.AddHttpSurface();
        builder.Services.AddHostedService<NativeHeap>();
    }
}
