using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MovieGrains.Grains.Partitions;
using MovieGrains.Grains.Reporting;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;

namespace MovieGrains.Grains.Reading;

/// <summary>Runs a silo's replica for as long as grains may be called.</summary>
internal sealed class ReplicaService(Replica replica) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource end = new();
    private Task running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ReplicaService), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    private Task StartAsync(CancellationToken cancellationToken)
    {
        // Not on any grain's scheduler: it reads, merges and indexes.
        running = Task.Run(() => replica.RunAsync(end.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await end.CancelAsync();
        await running;
    }

    public void Dispose() => end.Dispose();
}

/// <summary>Registers what a silo's readers stand on.</summary>
public static class ReadingSetup
{
    /// <summary>Gives the silo a replica, and keeps it up to date from when the silo is active.</summary>
    public static IServiceCollection AddReading(this IServiceCollection services)
    {
        services.AddOptions<ReplicaOptions>();
        services.AddOptions<PartitionedOptions>();
        services.TryAddSingleton<PartitionsHere>();
        services.AddSingleton<IGrainDirectoryResolver, ReaderDirectory>();
        services.AddGrainService<OwnersOnSilo>();
        services.AddSingleton<OwnersOnSilos>();
        services.AddSingleton<IYearSource, GrainYearSource>().AddSingleton<IPartitions, GrainPartitions>();
        services.AddSingleton<ReadingMeters>().AddSingleton<PullMeters>().AddSingleton<IShareSource, GrainShares>();
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<PartitionedCatalog>(
            provider, provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<PartitionedOptions>>().Value));
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<Replica>(
            provider, provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<ReplicaOptions>>().Value));
        services.AddSingleton<ReplicaService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static provider => provider.GetRequiredService<ReplicaService>());
        return services;
    }
}
