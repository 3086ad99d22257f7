using MovieGrains.Grains;
using MovieGrains.Silo.Schema;
using MovieGrains.Silo.Settings;
using Npgsql;
using Orleans.Configuration;

namespace MovieGrains.Silo.Running;

/// <summary>Where a silo keeps who belongs to the cluster, what grains keep, and what wakes them.</summary>
internal static class ClusterStorage
{
    /// <summary>In PostgreSQL, over one pool of connections, which the container holds.</summary>
    public static ISiloBuilder KeepInPostgres(this ISiloBuilder silo)
    {
        silo.UseAdoNetClustering(static options => options.Configure<NpgsqlDataSource>(static (clustering, database) =>
            (clustering.Invariant, clustering.DataSource) = (Database.Invariant, database)));
        silo.AddAdoNetGrainStorage(StorageNames.Record, static options => options.Configure<NpgsqlDataSource>(static (storage, database) =>
            (storage.Invariant, storage.DataSource, storage.DeleteStateOnClear) = (Database.Invariant, database, true)));
        return silo.UseAdoNetReminderService(static options => options.Configure<NpgsqlDataSource>(static (reminders, database) =>
            (reminders.Invariant, reminders.DataSource) = (Database.Invariant, database)));
    }

    /// <summary>In memory: a cluster of one, for trying things out, that forgets everything when it ends.</summary>
    public static ISiloBuilder KeepInMemory(this ISiloBuilder silo, MovieSiloOptions options) => silo
        .UseLocalhostClustering(options.SiloPort, options.GatewayPort, primarySiloEndpoint: null, options.ServiceId, options.ClusterId)
        .AddMemoryGrainStorage(StorageNames.Record)
        .UseInMemoryReminderService();
}
