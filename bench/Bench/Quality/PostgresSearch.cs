using System.Diagnostics;
using System.Globalization;
using MovieGrains.Tests.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace MovieGrains.Bench.Quality;

/// <summary>A PostgreSQL of its own with full-text search and trigrams, asked over loopback by one prepared statement.</summary>
internal sealed class PostgresSearch : ISearchEngine
{
    /// <summary>Compiling a query takes longer than answering it here: without, all of them together take half the time.</summary>
    private const string Settings = ";Options=-c jit=off -c client_min_messages=warning;Command Timeout=600";

    private readonly PostgresServer server;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand ask;

    private PostgresSearch(PostgresServer server, NpgsqlConnection connection, NpgsqlCommand ask) =>
        (this.server, this.connection, this.ask) = (server, connection, ask);

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {connection.PostgreSqlVersion}, tsvector and pg_trgm");

    /// <summary>Whether it is installed.</summary>
    public static bool IsHere => PostgresServer.Programs is not null;

    /// <summary>Starts it and fills it.</summary>
    public static async Task<PostgresSearch> StartAsync(IEnumerable<ListedMovie> movies, CancellationToken cancellation)
    {
        var server = await PostgresServer.StartAsync();
        try
        {
            var connection = new NpgsqlConnection(await server.NewDatabaseAsync() + Settings);
            await connection.OpenAsync(cancellation);
            await RunAsync(connection, "postgres-table.sql", cancellation);
            await FillAsync(connection, movies, cancellation);
            await RunAsync(connection, "postgres-search.sql", cancellation);
            var ask = new NpgsqlCommand("SELECT id FROM search_movies($1)", connection) { Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Text } } };
            await ask.PrepareAsync(cancellation);
            return new PostgresSearch(server, connection, ask);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Found> AskAsync(string query, CancellationToken cancellation)
    {
        ask.Parameters[0].Value = query;
        var ids = new List<string>();
        var start = Stopwatch.GetTimestamp();
        await using (var rows = await ask.ExecuteReaderAsync(cancellation))
            while (await rows.ReadAsync(cancellation))
                ids.Add(rows.GetString(0));
        return new Found(ids, Stopwatch.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ask.DisposeAsync();
        await connection.DisposeAsync();
        await server.DisposeAsync();
    }

    private static async Task FillAsync(NpgsqlConnection connection, IEnumerable<ListedMovie> movies, CancellationToken cancellation)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            "COPY movies (id, title, year, names, genres, extract) FROM STDIN (FORMAT binary)", cancellation);
        foreach (var movie in movies)
            await rows.WriteRowAsync(
                cancellation, movie.Id, movie.Title, movie.Year, string.Join(", ", movie.Cast), string.Join(", ", movie.Genres), movie.Extract ?? "");
        await rows.CompleteAsync(cancellation);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string file, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, file), cancellation), connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
