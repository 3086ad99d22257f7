using System.Globalization;
using MovieGrains.Silo.Settings;

namespace MovieGrains.Silo.Running;

/// <summary>The one line that says that the silo is a member of the cluster: where, and what it stands on.</summary>
internal static class ReadyLine
{
    /// <summary>Makes the line.</summary>
    /// <param name="url">Where it answers probes and shows the dashboard.</param>
    /// <param name="options">How it was told to run.</param>
    /// <param name="sinceStart">Time since the program began.</param>
    public static string Of(string url, MovieSiloOptions options, TimeSpan sinceStart)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"MovieGrains silo is ready at {url}: cluster {options.ClusterId}, silo port {options.SiloPort}, gateway port {options.GatewayPort} of {options.Advertised}");
        var state = options.Postgres is null ? "a single silo, everything in memory" : "state in PostgreSQL";
        var since = string.Create(CultureInfo.InvariantCulture, $"({sinceStart.TotalSeconds:0.00} s since the start)");
        return $"{line}, {state} {since}; dashboard at {url}/dashboard/ for "
            + (options.Access.HasKeys ? "whoever has a key" : "this machine alone");
    }
}
