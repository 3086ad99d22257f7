using Npgsql;

namespace MovieGrains.Silo.Schema;

/// <summary>The database of the cluster.</summary>
internal static class Database
{
    /// <summary>The name by which the ADO.NET providers know Npgsql.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>How long may a new silo wait for its database before it says that it can't start?</summary>
    public const int ConnectSeconds = 5;

    /// <summary>Whether a text is a connection string that names a host.</summary>
    public static bool IsUsable(string connection)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connection).Host);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }

    /// <summary>One pool for all that uses the database. Its own connection string, which providers log, has no password.</summary>
    public static NpgsqlDataSource Open(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        if (string.IsNullOrEmpty(builder.ApplicationName))
            builder.ApplicationName = "movies-silo";
        if (!builder.ContainsKey("Timeout"))
            builder.Timeout = ConnectSeconds;
        return NpgsqlDataSource.Create(builder);
    }
}
