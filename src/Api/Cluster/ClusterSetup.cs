using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Writes;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Http;
using MovieGrains.Http.Cluster;
using MovieGrains.Http.Ingest;

namespace MovieGrains.Api.Cluster;

/// <summary>Registers the cluster's catalogue for the HTTP surface.</summary>
internal static class ClusterSetup
{
    /// <summary>What the surface stands on, over an Orleans client that somebody else registers.</summary>
    public static IServiceCollection AddClusterCatalog(this IServiceCollection services)
    {
        services.AddOptions<ReaderOptions>();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<ReaderOptions>>().Value);
        services.AddSingleton<Func<long, IReader>>(static provider => key => provider.GetRequiredService<IGrainFactory>().GetGrain<IReader>(key));
        services.AddSingleton<Readers>().AddSingleton<Exports>().AddSingleton<Owners>();
        services.AddSingleton<LastStatus>().AddSingleton<IReadinessCheck>(static provider => provider.GetRequiredService<LastStatus>());
        services.AddSingleton<ICatalog>(static provider => ActivatorUtilities.CreateInstance<ClusterCatalog>(
            provider, (object)Array.Empty<YearVersion>()));
        services.AddSingleton<ICatalogWriter, ClusterWriter>();
        services.AddSingleton<IChangeFeed, ClusterChanges>();
        services.AddSingleton<Sources>().AddSingleton<IIngestLedger, ClusterLedger>().AddSingleton<INotificationQueue, ClusterNotifications>();
        services.AddSingleton<IClusterView, ClusterView>();
        services.AddSingleton<Warming>().AddHostedService<StatusWatch>();
        return services;
    }
}
