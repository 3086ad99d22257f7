using Microsoft.AspNetCore.Builder;
using MovieGrains.Silo.Running;
using MovieGrains.Silo.Settings;
using MovieGrains.Tests.Postgres;

namespace MovieGrains.Silo.Tests;

/// <summary>A cluster of two silos over PostgreSQL, as they are composed to run, in this process.</summary>
public sealed class TwoSilos(SharedPostgres postgres) : IAsyncLifetime
{
    private readonly List<WebApplication> _silos = [];

    internal IReadOnlyList<WebApplication> Silos
    {
        get
        {
            Assert.NotNull(postgres.Server);
            return _silos;
        }
    }

    /// <summary>The database.</summary>
    internal string Connection { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Programs is null)
            return;
        Connection = await postgres.Server.NewDatabaseAsync();
        _silos.AddRange([Build(Connection), Build(Connection)]);
        // At once: both find an empty database.
        await Task.WhenAll(_silos.Select(static silo => silo.StartAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }
    }

    /// <summary>A silo on ports that are free; without a database, one that keeps everything in memory.</summary>
    internal static WebApplication Build(string? connection) => Composition.Build(WebApplication.CreateSlimBuilder(), Options(connection));

    /// <summary>Its options.</summary>
    internal static MovieSiloOptions Options(string? connection) => new()
    {
        Postgres = connection, ClusterId = "tests", ServiceId = "tests", SiloPort = FreePort.Of(0), GatewayPort = FreePort.Of(0), Port = 0,
    };
}
