using System.Diagnostics.Metrics;
using MovieGrains.Grains;
using MovieGrains.Grains.Ingesting;
using MovieGrains.Grains.Reading;
using MovieGrains.Http;
using MovieGrains.Http.Access;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Telemetry;
using MovieGrains.Running;
using MovieGrains.Silo.Schema;
using MovieGrains.Silo.Settings;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Metadata;
using Orleans.Runtime;

namespace MovieGrains.Silo.Running;

/// <summary>Puts the process together: the silo, what it stands on, and the pages for those who run it.</summary>
internal static class Composition
{
    private const string Dashboard = "/dashboard";

    /// <summary>Builds the application; nothing runs yet.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, MovieSiloOptions options)
    {
        builder.Logging.ToStandardError();
        builder.AddOtlp("moviegrains-silo", Environment.GetEnvironmentVariable);
        builder.Services.AddSingleton(options).AddAccess(options.Access).AddSingleton(TimeProvider.System).AddSingleton(Random.Shared);
        if (options.Postgres is not null)
            AddDatabase(builder.Services, options.Postgres, options.ClusterId);
        builder.UseOrleans(silo => AddSilo(silo, options));
        AddGrains(builder.Services, options);
        AddServer(builder, options);
        var app = builder.Build();
        // Listens from now on.
        _ = app.Services.GetRequiredService<OrleansMetrics>();
        app.MapOrleansDashboard(Dashboard).RequireOperator(options.Access, app.Services.GetRequiredService<TimeProvider>());
        app.MapProbes();
        return app;
    }

    private static void AddDatabase(IServiceCollection services, string connection, string clusterId)
    {
        services.AddSingleton(_ => Database.Open(connection)).AddSingleton<SchemaInstaller>();
        services.AddSingleton<SchemaAtStart>().AddHostedService(static provider => provider.GetRequiredService<SchemaAtStart>());
        services.AddSingleton(provider => new Members(provider.GetRequiredService<NpgsqlDataSource>(), clusterId));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, StaleMembers>();
    }

    private static void AddSilo(ISiloBuilder silo, MovieSiloOptions options)
    {
        var isOpen = !System.Net.IPAddress.IsLoopback(options.Advertised);
        if (options.Postgres is null)
            silo.KeepInMemory(options);
        else
            silo.KeepInPostgres();
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId))
            // What operators know it by: on Kubernetes the pod.
            .Configure<SiloOptions>(named => named.SiloName = FormattableString.Invariant($"{Environment.MachineName}:{options.SiloPort}"))
            .ConfigureEndpoints(options.Advertised, options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: isOpen)
            .AddTimings()
            .SpeakTls(options.ClusterTls)
            .AddDashboard(static dashboard => dashboard.HideTrace = true);
        if (Otlp.SendsTraces(Environment.GetEnvironmentVariable))
            silo.AddActivityPropagation();
    }

    /// <summary>What the silo holds: the grains, and the sources that they read.</summary>
    private static void AddGrains(IServiceCollection services, MovieSiloOptions options)
    {
        services.AddSingleton<IReadinessCheck, SiloActive>().AddSingleton<IReadinessCheck, ReplicaRead>();
        services.AddSingleton<SourcesRead>().AddSingleton<IReadinessCheck>(static provider => provider.GetRequiredService<SourcesRead>());
        services.AddHostedService(static provider => provider.GetRequiredService<SourcesRead>());
        var sources = new SourceDefinitions
        {
            Sources = options.Sources.ToDictionary(static place => place.Name, StringComparer.Ordinal),
            S3Endpoint = options.S3Endpoint,
        };
        services.AddSingleton<IMetricSource>(provider => new LoadMetrics(
            () => provider.GetRequiredService<PolledHere>().Totals, options.Sources, options.Poll, provider.GetRequiredService<TimeProvider>()));
        services.Configure<ReplicaOptions>(replica => replica.Budget = options.Memory);
        services.Configure<PartitionedOptions>(partitioned => partitioned.SplitAbove = options.SplitAbove);
        services.AddSingleton<IMetricSource>(provider => ActivatorUtilities.CreateInstance<ReplicaMetrics>(provider));
        services.AddSingleton<IMetricSource, MemberMetrics>().AddSingleton<IMetricSource, RowMetrics>();
        services.AddSingleton(static provider => new OrleansMetrics(
            provider.GetRequiredService<IMeterFactory>(), GrainKinds.Of(provider.GetRequiredService<GrainTypeResolver>())));
        services.AddSingleton<IMetricSource>(static provider => provider.GetRequiredService<OrleansMetrics>());
        services.AddReading().AddOwners().AddReporting().AddSources(sources with { Ingest = sources.Ingest with { Interval = options.Poll } });
    }

    private static void AddServer(WebApplicationBuilder builder, MovieSiloOptions options)
    {
        builder.Services.AddSingleton<Readiness>().AddProbes();
        builder.ListenAt(options.Bind, options.Port, options.Drain, options.Tls);
    }
}
