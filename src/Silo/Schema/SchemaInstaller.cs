using Npgsql;

namespace MovieGrains.Silo.Schema;

/// <summary>Brings a database to the tables that this version wants.</summary>
/// <remarks>
/// Several silos that start at once all look; whoever finds something missing takes a lock that ends with its transaction, and looks
/// again: the first applies the steps, the others find them applied. A step is applied whole or not at all.
/// </remarks>
internal sealed class SchemaInstaller(NpgsqlDataSource database)
{
    /// <summary>The lock's number: the letters "movies" in ASCII, so that nobody else's is the same by chance.</summary>
    private const long Lock = 0x6D6F76696573;

    /// <summary>Which database, as an operator knows it.</summary>
    public string Place => SchemaFault.PlaceOf(database.ConnectionString);

    /// <summary>Applies what is missing, and sees to it that the user may do what a silo does.</summary>
    /// <returns>The steps that were.</returns>
    /// <exception cref="InvalidOperationException">They can't be applied; the message is for an operator.</exception>
    /// <exception cref="NpgsqlException">The database can't be reached, or fails.</exception>
    public async Task<IReadOnlyList<SchemaStep>> EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            // Whoever has no right to change anything can start none the less, when all is there.
            var version = await VersionAsync(connection, cancellationToken);
            var applied = version >= SchemaStep.All.Count ? [] : await ApplyAsync(connection, cancellationToken);
            await CheckRightsAsync(connection, cancellationToken);
            return applied;
        }
        catch (PostgresException fault) when (SchemaFault.Explain(fault, database.ConnectionString) is { } why)
        {
            throw new InvalidOperationException(why, fault);
        }
    }

    private static async Task<IReadOnlyList<SchemaStep>> ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, FormattableString.Invariant($"SELECT pg_advisory_xact_lock({Lock})"), cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        if (version < 0)
            await RunAsync(connection, SchemaStep.VersionTable, cancellationToken);
        var missing = SchemaStep.All.Where(step => step.Version > version).ToArray();
        foreach (var step in missing)
            await RunAsync(connection, step.Sql + step.Note, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return missing;
    }

    /// <summary>A silo that lacks one of these would fail in the midst of joining, or at its first write.</summary>
    private async Task CheckRightsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var lacking = new NpgsqlCommand(
            """
            SELECT string_agg(lacks, '; ' ORDER BY lacks) FROM (
                SELECT "right" || ' on ' || string_agg("table", ', ' ORDER BY "table") AS lacks FROM (VALUES
                    ('SELECT', 'orleansquery'), ('SELECT', 'cluster_version'), ('INSERT', 'cluster_version'), ('UPDATE', 'cluster_version'),
                    ('SELECT', 'cluster_member'), ('INSERT', 'cluster_member'), ('UPDATE', 'cluster_member'), ('DELETE', 'cluster_member'),
                    ('SELECT', 'grain_state'), ('INSERT', 'grain_state'), ('UPDATE', 'grain_state'), ('DELETE', 'grain_state'),
                    ('SELECT', 'reminder'), ('INSERT', 'reminder'), ('UPDATE', 'reminder'), ('DELETE', 'reminder')) AS needed ("right", "table")
                WHERE NOT has_table_privilege("table", "right") GROUP BY "right") AS all_of_them
            """,
            connection);
        if (await lacking.ExecuteScalarAsync(cancellationToken) is string rights)
            throw new InvalidOperationException(SchemaFault.Lacks(rights, database.ConnectionString));
    }

    /// <summary>The last step that was applied; −1 when not even the table of these is there.</summary>
    /// <remarks>Looked up in the catalogue's table: <c>to_regclass</c> remembers for the length of a transaction that there was no such
    /// table before the wait for the lock, though somebody has made it since.</remarks>
    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'movies_schema' AND relkind = 'r' AND pg_table_is_visible(oid))", connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is not true)
            return -1;
        await using var last = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM movies_schema", connection);
        return (int)(await last.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
