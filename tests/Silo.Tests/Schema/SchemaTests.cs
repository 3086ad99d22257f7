using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Silo.Schema;
using MovieGrains.Tests.Postgres;
using Npgsql;

namespace MovieGrains.Silo.Tests.Schema;

public sealed class SchemaTests(SharedPostgres postgres)
{
    [Fact]
    public async Task EnsureAsync_SeveralAtOnce_ApplyEachStepOnce()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EnsureAsync(connection)));

        Assert.Equal(SchemaStep.All, Assert.Single(applied, static steps => steps.Count > 0));
        Assert.Empty(await EnsureAsync(connection));
    }

    [Fact]
    public async Task EnsureAsync_ScriptAppliedByHand_FindsNothingMissing()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await RunAsync(connection, SchemaStep.Script);

        Assert.Empty(await EnsureAsync(connection));
    }

    [Fact]
    public async Task EnsureAsync_DatabaseOfALaterVersion_IsTakenAsItIs()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await EnsureAsync(connection);
        await RunAsync(connection, "INSERT INTO movies_schema (version, name) VALUES (9999, 'later')");

        Assert.Empty(await EnsureAsync(connection));
    }

    [Fact]
    public async Task EnsureAsync_UserWithoutTheRight_IsToldWhatToDo()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await RunAsync(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC; DROP ROLE IF EXISTS weak; CREATE ROLE weak LOGIN");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => EnsureAsync(As(connection, "weak")));

        Assert.Contains("The user weak lacks a right", refused.Message, StringComparison.Ordinal);
        Assert.Contains("docs/cluster.md", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The rights of docs/cluster.md.</summary>
    [Fact]
    public async Task EnsureAsync_UserWithTheLeastRights_StartsWhenAllIsThere()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await EnsureAsync(connection);
        await RunAsync(connection, """
            DROP ROLE IF EXISTS least; CREATE ROLE least LOGIN;
            GRANT SELECT ON movies_schema, OrleansQuery TO least;
            GRANT SELECT, INSERT, UPDATE, DELETE ON cluster_version, cluster_member, grain_state, reminder TO least;
            """);

        Assert.Empty(await EnsureAsync(As(connection, "least")));
    }

    [Fact]
    public async Task EnsureAsync_UserWhoMayNotWriteMembers_IsToldWhichRightsAndWhere()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await EnsureAsync(connection);
        await RunAsync(connection, """
            DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN;
            GRANT SELECT ON movies_schema, OrleansQuery, cluster_version, cluster_member TO looker;
            GRANT SELECT, INSERT, UPDATE, DELETE ON grain_state, reminder TO looker;
            """);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => EnsureAsync(As(connection, "looker")));

        Assert.Contains("The user looker lacks rights in the database test", refused.Message, StringComparison.Ordinal);
        Assert.Contains("at 127.0.0.1:", refused.Message, StringComparison.Ordinal);
        Assert.Contains("DELETE on cluster_member; INSERT on cluster_member, cluster_version; UPDATE on cluster_member, cluster_version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartingAsync_NobodyThere_SaysWhereOnceItHasWaitedLongEnough()
    {
        await using var database = Database.Open("Host=127.0.0.1;Port=1;Username=movies;Database=films");
        var start = new SchemaAtStart(new SchemaInstaller(database), new HastyTime(), NullLogger<SchemaAtStart>.Instance);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => start.StartingAsync(TestContext.Current.CancellationToken));

        Assert.Contains("The database films at 127.0.0.1:1 can't be used", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Connection refused", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_TablesOfSomebodyElse_SaysSoAndLeavesThem()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await RunAsync(connection, "CREATE TABLE reminder (mine text)");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => EnsureAsync(connection));

        Assert.Contains("not ours", refused.Message, StringComparison.Ordinal);
        await RunAsync(connection, "SELECT mine FROM reminder");
    }

    [Fact]
    public async Task EnsureAsync_NoSuchDatabase_SaysSo()
    {
        var connection = new NpgsqlConnectionStringBuilder(await postgres.Server.NewDatabaseAsync()) { Database = "nowhere" }.ConnectionString;

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => EnsureAsync(connection));

        Assert.Contains("There is no database nowhere", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_AreNumberedWithoutAGap() =>
        Assert.Equal(Enumerable.Range(1, SchemaStep.All.Count), SchemaStep.All.Select(static step => step.Version));

    private static string As(string connection, string user) => new NpgsqlConnectionStringBuilder(connection) { Username = user }.ConnectionString;

    private static async Task<IReadOnlyList<SchemaStep>> EnsureAsync(string connection)
    {
        await using var database = Database.Open(connection);
        return await new SchemaInstaller(database).EnsureAsync(TestContext.Current.CancellationToken);
    }

    private static async Task RunAsync(string connection, string sql)
    {
        await using var database = Database.Open(connection);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A clock on which two minutes pass from one look to the next.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long now;

        public override long GetTimestamp() => now += TimestampFrequency * 120;
    }
}
