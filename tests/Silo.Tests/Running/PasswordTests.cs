using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Silo.Schema;
using MovieGrains.Tests.Postgres;
using Npgsql;
using Orleans;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>The database's password in a file of its own, which is read for each connection.</summary>
[Collection(nameof(OverTwoSilos))]
public sealed class PasswordTests(SharedPostgres postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Password_ExchangedWhileASiloRuns_IsTakenFromTheFileWithoutARestart()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("moviegrains-password-").FullName, "pgpass");
        await GiveAsync(connection, file, "first", "DROP ROLE IF EXISTS guarded; CREATE ROLE guarded LOGIN");
        await RunAsync(connection, "GRANT CREATE ON SCHEMA public TO guarded");
        var guarded = new NpgsqlConnectionStringBuilder(connection) { Username = PostgresServer.Guarded, Passfile = file }.ConnectionString;
        await using var silo = TwoSilos.Build(guarded);
        await silo.StartAsync(Cancelled);
        var sources = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ISourceDirectory>(0);
        await sources.AddAsync(["before"]);

        await GiveAsync(connection, file, "second", "SELECT 1");
        await RunAsync(connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'guarded'");
        await UntilAddedAsync(sources);

        var outdated = new NpgsqlConnectionStringBuilder(guarded) { Passfile = null, Password = "first" }.ConnectionString;
        await using (var late = Database.Open(outdated))
            await Assert.ThrowsAsync<PostgresException>(async () => await late.OpenConnectionAsync(Cancelled));
        await silo.StopAsync(Cancelled);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    /// <summary>What was under way when the connections were cut may fail, and the grain begin anew.</summary>
    private static async Task UntilAddedAsync(ISourceDirectory sources)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await sources.AddAsync([$"after-{attempt}"]);
                return;
            }
            catch (Exception) when (!patience.IsCancellationRequested)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    /// <summary>Gives the user another password, and puts it into the file as whoever rotates passwords does.</summary>
    private static async Task GiveAsync(string connection, string file, string password, string first)
    {
        await RunAsync(connection, $"{first}; ALTER ROLE guarded PASSWORD '{password}'");
        await File.WriteAllTextAsync(file + ".next", $"*:*:*:guarded:{password}\n", Cancelled);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file + ".next", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(file + ".next", file, overwrite: true);
    }

    private static async Task RunAsync(string connection, string sql)
    {
        await using var database = Database.Open(connection);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
