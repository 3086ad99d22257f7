using MovieGrains.Tests.Postgres;

namespace MovieGrains.Cluster.Tests;

/// <summary>Two silos, two API processes, what stands before them, and a PostgreSQL: each a process that can be ended by itself.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private readonly Folders folders = new();
    private PostgresServer? postgres;
    private LoadBalancer? balancer;
    private string connection = "";

    internal PostgresServer Postgres
    {
        get
        {
            Assert.SkipWhen(postgres is null, "PostgreSQL is not installed; ./movies test installs it.");
            return postgres;
        }
    }

    internal List<ServerCommand> Silos { get; } = [];

    internal List<ServerCommand> Apis { get; } = [];

    /// <summary>Asks whichever API process is ready.</summary>
    internal HttpClient Client
    {
        get
        {
            Assert.NotNull(Postgres);
            return balancer!.Client;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Programs is null)
            return;
        folders.Drop("movies.json", Folders.Source);
        postgres = await PostgresServer.StartAsync();
        connection = await postgres.NewDatabaseAsync();
        Silos.AddRange(await Task.WhenAll(StartSiloAsync(), StartSiloAsync()));
        Apis.AddRange(await Task.WhenAll(StartApiAsync(), StartApiAsync()));
        balancer = await LoadBalancer.StartAsync();
        await BalanceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (balancer is not null)
            await balancer.DisposeAsync();
        foreach (var server in Apis.Concat(Silos))
            await server.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
        folders.Dispose();
    }

    internal Task<ServerCommand> StartSiloAsync() => ServerCommand.SiloOfAsync(connection, folders);

    internal Task<ServerCommand> StartApiAsync() => ServerCommand.ApiOfAsync(connection);

    /// <summary>Whether a read that an API process has broken off is sent to another one.</summary>
    internal void ReadAgain(bool isSo) => balancer!.ReadsAgain = isSo;

    /// <summary>Has requests sent to the API processes that there are.</summary>
    internal Task BalanceAsync() => balancer!.UseAsync(Apis.Select(static api => api.Client.BaseAddress!));
}
