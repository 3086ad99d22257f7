using Npgsql;

namespace MovieGrains.Api.Running;

/// <summary>The database in which silos are found.</summary>
internal static class Database
{
    /// <summary>The name by which the ADO.NET providers know Npgsql.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>A database that does not answer so long is asked again rather than waited for.</summary>
    private const int ConnectSeconds = 5;

    /// <summary>One small query every few seconds.</summary>
    private const int Connections = 2;

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

    /// <summary>One pool. Its own connection string, which providers log, has no password.</summary>
    public static NpgsqlDataSource Open(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = Connections };
        if (string.IsNullOrEmpty(builder.ApplicationName))
            builder.ApplicationName = "movies-api";
        if (!builder.ContainsKey("Timeout"))
            builder.Timeout = ConnectSeconds;
        return NpgsqlDataSource.Create(builder);
    }
}
