namespace MovieGrains.Tests.Postgres;

/// <summary>One PostgreSQL for all tests of a project, each of which has a database of its own.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private PostgresServer? _server;

    internal PostgresServer Server
    {
        get
        {
            Assert.SkipWhen(_server is null, "PostgreSQL is not installed; ./movies test installs it.");
            return _server;
        }
    }

    public async ValueTask InitializeAsync() => _server = PostgresServer.Programs is null ? null : await PostgresServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
