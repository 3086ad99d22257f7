using MovieGrains.Api.Running;
using MovieGrains.Http.Settings;

namespace MovieGrains.Api.Settings;

/// <summary>Puts the options together from wherever they are set, and finds all that is wrong with them.</summary>
/// <param name="line">The command line, which wins.</param>
/// <param name="variable">Looks an environment variable up, which comes next.</param>
/// <param name="key">Looks a key of appsettings.json up.</param>
internal sealed class ApiOptionsReader(CommandLine line, Func<string, string?> variable, Func<string, string?> key)
    : SettingReader(line, variable, key)
{
    /// <summary>The options; null when anything is wrong, and then <see cref="SettingReader.Faults"/> says what.</summary>
    public ApiOptions? Read()
    {
        var options = new ApiOptions
        {
            Postgres = this.Connection(Database.IsUsable),
            ClusterId = this.Id(ClusterSettings.ClusterId),
            ServiceId = this.Id(ClusterSettings.ServiceId),
            GatewayPort = GatewayPort(),
            Port = Port(ApiSettings.Port, ApiSettings.UsualPort),
            Bind = Address(ServerSettings.Bind),
            Access = Access(),
            Tls = this.ServerTls(),
            ClusterTls = this.ClusterTls(),
            Drain = Drain(),
        };
        return Faults.Count == 0 ? options : null;
    }

    private int GatewayPort()
    {
        var port = Port(ApiSettings.GatewayPort, ClusterSettings.UsualGatewayPort);
        if (port == 0 && Find(ApiSettings.GatewayPort) is { Value: "0" } given)
            Fault(given, "is no port at which a silo can be found");
        return port;
    }
}
