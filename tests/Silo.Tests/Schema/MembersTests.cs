using MovieGrains.Silo.Schema;
using MovieGrains.Tests.Postgres;
using Npgsql;

namespace MovieGrains.Silo.Tests.Schema;

/// <summary>Members that the project itself reads, and declares dead.</summary>
public sealed class MembersTests(SharedPostgres postgres)
{
    private static readonly DateTime Sign = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
    private static readonly Member Active = new("10.0.0.1", 11111, 1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Active_TableOfTwoClusters_IsThoseOfThisOneThatAreActive()
    {
        await using var database = await DatabaseAsync();
        Assert.Equal([KeyValuePair.Create(Active, Sign)], await new Members(database, "tests").ActiveAsync(Cancelled));
        Assert.Empty(await new Members(database, "neither").ActiveAsync(Cancelled));
    }

    [Fact]
    public async Task DeclareDead_SilentMember_IsDeadInANewVersion()
    {
        await using var database = await DatabaseAsync();
        Assert.True(await new Members(database, "tests").DeclareDeadAsync(Active, Sign, Cancelled));
        Assert.Equal("1:6 2:2 3:6", await StatesAsync(database, "tests"));
        Assert.Equal("1:3", await StatesAsync(database, "another"));
        Assert.Equal(8, await VersionAsync(database));
    }

    [Fact]
    public async Task DeclareDead_HasSaidSomethingSince_IsLeftAlone()
    {
        await using var database = await DatabaseAsync();
        Assert.False(await new Members(database, "tests").DeclareDeadAsync(Active, Sign.AddSeconds(-5), Cancelled));
        Assert.Equal("1:3 2:2 3:6", await StatesAsync(database, "tests"));
        Assert.Equal(7, await VersionAsync(database));
    }

    [Fact]
    public async Task DeclareDead_ManyAtOnce_OneDoes()
    {
        await using var database = await DatabaseAsync();
        var members = new Members(database, "tests");
        for (var version = 8; version < 28; version++)
        {
            var did = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => members.DeclareDeadAsync(Active, Sign, Cancelled)));
            Assert.Single(did, static done => done);
            Assert.Equal(version, await VersionAsync(database));
            await using var again = database.CreateCommand("UPDATE cluster_member SET status = 3 WHERE generation = 1");
            await again.ExecuteNonQueryAsync(Cancelled);
        }
    }

    private static async Task<string> StatesAsync(NpgsqlDataSource database, string cluster)
    {
        await using var command = database.CreateCommand(
            "SELECT string_agg(generation || ':' || status, ' ' ORDER BY generation) FROM cluster_member WHERE deployment_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = cluster });
        return (string)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private static async Task<int> VersionAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT version FROM cluster_version WHERE deployment_id = 'tests'");
        return (int)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private async Task<NpgsqlDataSource> DatabaseAsync()
    {
        var database = Database.Open(await postgres.Server.NewDatabaseAsync());
        await new SchemaInstaller(database).EnsureAsync(Cancelled);
        await using var command = database.CreateCommand(
            """
            INSERT INTO cluster_version VALUES ('tests', 7), ('another', 7);
            INSERT INTO cluster_member (deployment_id, address, port, generation, silo_name, host_name, status, start_time, i_am_alive_time) VALUES
                ('tests', '10.0.0.1', 11111, 1, '', '', 3, now(), '2026-01-02T03:04:05.678Z'),
                ('tests', '10.0.0.2', 11111, 2, '', '', 2, now(), '2026-01-02T03:04:05.678Z'),
                ('tests', '10.0.0.3', 11111, 3, '', '', 6, now(), '2026-01-02T03:04:05.678Z'),
                ('another', '10.0.0.1', 11111, 1, '', '', 3, now(), '2026-01-02T03:04:05.678Z');
            """);
        await command.ExecuteNonQueryAsync(Cancelled);
        return database;
    }
}
