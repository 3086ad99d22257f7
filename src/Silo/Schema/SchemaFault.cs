using Npgsql;

namespace MovieGrains.Silo.Schema;

/// <summary>Says what an operator can do about a database that refuses.</summary>
internal static class SchemaFault
{
    /// <summary>A sentence; null when the fault is none that starting again can't cure.</summary>
    /// <param name="fault">What the database said.</param>
    /// <param name="connection">Where, of which user and database are told and nothing else.</param>
    public static string? Explain(PostgresException fault, string connection)
    {
        var place = new NpgsqlConnectionStringBuilder(connection);
        var (user, database) = (place.Username, place.Database);
        return fault.SqlState switch
        {
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The user {user} lacks a right in the database {database} ({fault.MessageText}): grant it, or let one who has it apply the "
                + "tables, as docs/cluster.md tells.",
            PostgresErrorCodes.DuplicateTable =>
                $"The database {database} has tables of the same name that are not ours ({fault.MessageText}): the cluster wants a database, or a "
                + "schema, of its own.",
            PostgresErrorCodes.InvalidCatalogName => $"There is no database {database} on the server: create it.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"The server {PlaceOf(connection)} does not let the user {user} in: look at name and password of the connection string.",
            _ => null,
        };
    }

    /// <summary>A sentence about rights that the user lacks.</summary>
    /// <param name="rights">Which.</param>
    /// <param name="connection">Where.</param>
    public static string Lacks(string rights, string connection) =>
        $"The user {new NpgsqlConnectionStringBuilder(connection).Username} lacks rights in the database {PlaceOf(connection)}: {rights}. Grant them, as docs/cluster.md tells.";

    /// <summary>Host, port and name of a database.</summary>
    public static string PlaceOf(string connection)
    {
        var place = new NpgsqlConnectionStringBuilder(connection);
        return FormattableString.Invariant($"{place.Database ?? place.Username} at {place.Host}:{place.Port}");
    }
}
