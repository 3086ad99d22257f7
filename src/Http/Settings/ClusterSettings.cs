using System.Buffers;

namespace MovieGrains.Http.Settings;

/// <summary>What can be set of every process of a cluster, and must be the same in all of them.</summary>
public static class ClusterSettings
{
    /// <summary>The gateway's port when none is set.</summary>
    public const int UsualGatewayPort = 30000;

    /// <summary>What is wrong with <see cref="Postgres"/> when it can't be used, which must not be repeated.</summary>
    public const string BadConnection = "is no connection string such as Host=db;Database=movies;Username=movies;Password=….";

    private const string UsualId = "movies";
    private const int IdCharacters = 100;

    private static readonly SearchValues<char> IdLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The database.</summary>
    public static readonly Setting Postgres = new("postgres", "CONNECTION",
        "The PostgreSQL database of the cluster, as Host=…;Database=…;Username=…;Password=…; better given by its variable, as others on "
        + "this machine can read command lines. Default none: a single silo on this machine, which keeps everything in memory.") { IsSecret = true };

    /// <summary>Which processes belong together.</summary>
    public static readonly Setting ClusterId = new("cluster-id", "NAME",
        "Processes with the same name are one cluster, 1 to 100 letters, digits, dots, dashes or underscores; default movies.");

    /// <summary>Whose state it is.</summary>
    public static readonly Setting ServiceId = new("service-id", "NAME",
        "The name under which state is kept; another one is another catalogue in the same database; default movies.");

    /// <summary>Reads the database; null when none is given.</summary>
    /// <param name="reader">Reads it.</param>
    /// <param name="isUsable">Whether a text is a connection string.</param>
    public static string? Connection(this SettingReader reader, Func<string, bool> isUsable)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(isUsable);
        if (reader.Find(Postgres) is not { } given)
            return null;
        if (isUsable(given.Value))
            return given.Value;
        // Not the value itself, which may hold a password.
        reader.FaultUnseen(given, BadConnection);
        return null;
    }

    /// <summary>Reads one of the names.</summary>
    public static string Id(this SettingReader reader, Setting setting)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.Find(setting) is not { } given)
            return UsualId;
        if (given.Value.Length > IdCharacters || given.Value.AsSpan().ContainsAnyExcept(IdLetters))
            reader.Fault(given, "is not 1 to 100 letters, digits, dots, dashes or underscores");
        return given.Value;
    }
}
