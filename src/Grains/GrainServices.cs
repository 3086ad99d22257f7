using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MovieGrains.Grains.Ingesting;
using MovieGrains.Grains.Owning;
using MovieGrains.Grains.Reporting;
using MovieGrains.Grains.Storage;
using Orleans.Hosting;
using Orleans.Storage;

namespace MovieGrains.Grains;

/// <summary>Registers what the grains of this project need. A silo's composition calls it.</summary>
/// <remarks>They need besides: a <see cref="TimeProvider"/>; a <see cref="Random"/> that is safe for several threads, as
/// <c>Random.Shared</c> is; and a grain storage of the name <see cref="StorageNames.Record"/> that compares tags, as those for databases do.
/// Sources need reminders, too.</remarks>
public static class GrainServices
{
    /// <summary>Adds what owners of years, and their directory, need.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="options">How they keep their record; null for the defaults.</param>
    public static IServiceCollection AddOwners(this IServiceCollection services, OwnerOptions? options = null)
    {
        options ??= new OwnerOptions();
        options.Record.Validate();
        services.AddRows();
        services.TryAddSingleton(options);
        services.TryAddSingleton<Openings>();
        services.TryAddSingleton<PartitionsHere>();
        return services;
    }

    /// <summary>Adds what tells how the cluster is: a service on the silo that tells others what it holds, and what asks all of them. Needs
    /// what readers stand on.</summary>
    /// <param name="services">The silo's services.</param>
    public static IServiceCollection AddReporting(this IServiceCollection services)
    {
        services.AddGrainService<SiloReporter>();
        services.TryAddSingleton<PartitionsHere>();
        return services.AddSingleton<SiloReporters>().AddSingleton<SiloList>();
    }

    /// <summary>Adds what sources need, and has each polled once the silo runs.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="definitions">The sources; the same on every silo.</param>
    public static IServiceCollection AddSources(this IServiceCollection services, SourceDefinitions definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        definitions.Ingest.Validate();
        definitions.Record.Validate();
        services.AddRows();
        services.TryAddSingleton(definitions);
        services.TryAddSingleton<PolledHere>();
        services.AddHostedService<SourcesStarting>();
        return services;
    }

    private static void AddRows(this IServiceCollection services)
    {
        services.TryAddSingleton<IRowStorages, GrainRowStorages>();
        services.TryAddSingleton<RowMeters>();
        // Found by the provider, which looks for a serializer of its own name first.
        services.TryAddKeyedSingleton<IGrainStorageSerializer>(StorageNames.Record, (_, _) => new RowSerializer());
    }
}
