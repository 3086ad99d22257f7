using MovieGrains.Tests.Postgres;
using Npgsql;

namespace MovieGrains.Cluster.Tests;

/// <summary>A silo that can't join says so in a sentence, and ends as any program does that can't do what it was told.</summary>
public sealed class FailedStartTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>
{
    [Fact]
    public async Task Silo_WrongPassword_EndsWithASentence()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await RunAsync(connection, "CREATE ROLE guarded LOGIN PASSWORD 'right'");
        var place = new NpgsqlConnectionStringBuilder(connection);

        var said = await RefusedAsync(new NpgsqlConnectionStringBuilder(connection) { Username = PostgresServer.Guarded, Password = "wrong" }.ConnectionString);

        Assert.Contains($"The server {place.Database} at {place.Host}:{place.Port} does not let the user guarded in", said, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_MembersThatItMayNotWrite_EndsWithASentence()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        var schema = await ServerCommand.RunAsync("Silo", "--print-schema");
        await RunAsync(connection, schema.Output);
        await RunAsync(connection, "CREATE ROLE looker LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker");

        var said = await RefusedAsync(new NpgsqlConnectionStringBuilder(connection) { Username = "looker" }.ConnectionString);

        Assert.Contains("The user looker lacks rights in the database", said, StringComparison.Ordinal);
        Assert.Contains("INSERT on cluster_member", said, StringComparison.Ordinal);
    }

    /// <summary>Starts a silo, and gives the one line that it says.</summary>
    private static async Task<string> RefusedAsync(string connection)
    {
        var (exitCode, output, errors) = await ServerCommand.RunAsync("Silo", "--silo-port", "0", "--gateway-port", "0", "--port", "0", "--postgres", connection);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        var said = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("MovieGrains: ", said, StringComparison.Ordinal);
        return said;
    }

    private static async Task RunAsync(string connection, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
