using System.Net;
using System.Text;
using MovieGrains.Tests.Postgres;
using Npgsql;

namespace MovieGrains.Cluster.Tests;

/// <summary>A cluster restored from a dump that was made while it ran, as docs/operations.md says.</summary>
public sealed class RestoreTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dump_MadeWhileTheClusterRuns_IsTheCatalogueOfThatMoment()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, "PostgreSQL is not installed; ./movies test installs it.");
        using var folders = new Folders();
        folders.Drop("movies.json", Folders.Source);
        await using var postgres = await PostgresServer.StartAsync();
        var lost = await postgres.NewDatabaseAsync();
        var dump = folders.New("movies.dump");
        byte[] then;
        await using (var silo = await ServerCommand.SiloOfAsync(lost, folders))
        await using (var api = await ServerCommand.ApiOfAsync(lost))
        {
            var id = await WriteAsync(api.Client, "Written before");
            using (var deleted = await api.Client.DeleteAsync("/movies/" + await WriteAsync(api.Client, "Deleted before"), Cancelled))
                Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
            then = await ExportAsync(api.Client, until: id);
            await PostgresServer.DumpAsync(lost, dump);
            await WriteAsync(api.Client, "Written after");
        }

        // Nothing of it is to come from the files a second time.
        folders.Lose();
        var restored = await postgres.NewDatabaseAsync();
        await PostgresServer.RestoreAsync(restored, dump);
        await ForgetMembersAsync(restored);
        await using var newSilo = await ServerCommand.SiloOfAsync(restored, folders);
        await using var newApi = await ServerCommand.ApiOfAsync(restored);
        Assert.Equal(then, await newApi.Client.GetByteArrayAsync("/export", Cancelled));
        Assert.NotEmpty(await WriteAsync(newApi.Client, "Written to the restored"));
    }

    private static async Task ForgetMembersAsync(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var forget = database.CreateCommand("DELETE FROM cluster_member");
        await forget.ExecuteNonQueryAsync(Cancelled);
    }

    /// <summary>Writes a movie; the first owner of a year may need longer than a busy machine gives it.</summary>
    /// <returns>Its id.</returns>
    private static async Task<string> WriteAsync(HttpClient api, string title)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            using var body = new StringContent($$"""{"title":"{{title}}","year":1999}""", Encoding.UTF8, "application/json");
            using var response = await api.PostAsync("/movies", body, Cancelled);
            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadAsStringAsync(Cancelled)).Split("\"id\":\"")[1].Split('"')[0];
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            await timer.WaitForNextTickAsync(Cancelled);
        }
    }

    /// <summary>The whole catalogue, once readers have a movie of it.</summary>
    private static async Task<byte[]> ExportAsync(HttpClient api, string until)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var all = await api.GetByteArrayAsync("/export", Cancelled);
            var text = Encoding.UTF8.GetString(all);
            if (text.Contains(until, StringComparison.Ordinal) && !text.Contains("Deleted before", StringComparison.Ordinal))
                return all;
            await timer.WaitForNextTickAsync(Cancelled);
        }
    }
}
