using MovieGrains.Api.Settings;
using MovieGrains.Http.Telemetry;
using MovieGrains.Http.Tls;
using Npgsql;
using Orleans.Configuration;

namespace MovieGrains.Api.Running;

/// <summary>Makes the host of the Orleans client: one of its own, because starting a client waits for a silo, and the process answers
/// probes before there is any.</summary>
internal static class ClusterClientHost
{
    /// <summary>Makes it; nothing runs yet.</summary>
    /// <param name="options">Which cluster.</param>
    /// <param name="logs">Where it logs.</param>
    /// <param name="configure">What more the client needs.</param>
    public static IHost Build(ApiOptions options, ILoggerFactory logs, Action<IClientBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(logs);
        // Signals are for the process's own host, which stops this one in its turn.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId)).AddTimings();
            Find(client, options);
            if (Otlp.SendsTraces(Environment.GetEnvironmentVariable))
                client.AddActivityPropagation();
            if (options.ClusterTls is { } tls)
                client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(connection => connection.UseTlsClient(tls)));
            configure(client);
        });
        return builder.Build();
    }

    private static void Find(IClientBuilder client, ApiOptions options)
    {
        if (options.Postgres is not { } connection)
        {
            client.UseLocalhostClustering(options.GatewayPort, options.ServiceId, options.ClusterId);
            return;
        }
        client.Services.AddSingleton(_ => Database.Open(connection));
        client.UseAdoNetClustering(static found => found.Configure<NpgsqlDataSource>(static (clustering, database) =>
            (clustering.Invariant, clustering.DataSource) = (Database.Invariant, database)));
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
