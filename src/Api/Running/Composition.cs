using MovieGrains.Api.Cluster;
using MovieGrains.Api.Settings;
using MovieGrains.Http;
using MovieGrains.Http.Access;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Telemetry;

namespace MovieGrains.Api.Running;

/// <summary>Puts the process together: the connection to the cluster, and what is served over it.</summary>
internal static class Composition
{
    /// <summary>Builds the application; nothing runs yet.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, ApiOptions options)
    {
        builder.Logging.ToStandardError();
        builder.AddOtlp("moviegrains-api", Environment.GetEnvironmentVariable);
        builder.Services.AddSingleton(options).AddAccess(options.Access).AddSingleton(TimeProvider.System);
        if (options.ClusterTls is { } tls)
            builder.Services.AddSingleton(tls.Files);
        AddCluster(builder.Services);
        AddServer(builder, options);
        var app = builder.Build();
        app.MapHttpSurface();
        return app;
    }

    private static void AddCluster(IServiceCollection services)
    {
        services.AddSingleton<ClusterConnection>().AddHostedService(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddSingleton(provider => provider.GetRequiredService<ClusterConnection>().Client);
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
    }

    private static void AddServer(WebApplicationBuilder builder, ApiOptions options)
    {
        builder.Services.AddSingleton<Readiness>().AddClusterCatalog().AddHttpSurface();
        builder.ListenAt(options.Bind, options.Port, options.Drain, options.Tls);
    }
}
