using System.Globalization;
using System.Net;
using MovieGrains.Http.Access;
using MovieGrains.Http.Settings;
using MovieGrains.Settings;
using MovieGrains.Silo.Schema;

namespace MovieGrains.Silo.Settings;

/// <summary>Puts the options together from wherever they are set, and finds all that is wrong with them.</summary>
/// <param name="line">The command line, which wins.</param>
/// <param name="variable">Looks an environment variable up, which comes next.</param>
/// <param name="key">Looks a key of appsettings.json up.</param>
internal sealed class SiloOptionsReader(CommandLine line, Func<string, string?> variable, Func<string, string?> key)
    : SettingReader(line, variable, key)
{
    private const long LeastMemory = 64 << 10;

    /// <summary>The options; null when anything is wrong, and then <see cref="SettingReader.Faults"/> says what.</summary>
    public MovieSiloOptions? Read()
    {
        var postgres = this.Connection(Database.IsUsable);
        var (siloPort, gatewayPort) = Ports();
        var options = new MovieSiloOptions
        {
            Sources = this.Sources(SiloSettings.Source, mayBeAway: postgres is not null),
            S3Endpoint = Url(SourceSettings.S3Endpoint),
            Poll = this.PollInterval(),
            Memory = Memory(),
            SplitAbove = SplitAbove(),
            Postgres = postgres,
            ClusterId = this.Id(ClusterSettings.ClusterId),
            ServiceId = this.Id(ClusterSettings.ServiceId),
            SiloPort = siloPort,
            GatewayPort = gatewayPort,
            Advertised = Advertised(isAlone: postgres is null),
            Port = Port(SiloSettings.Port, SiloSettings.UsualPort),
            Bind = Address(ServerSettings.Bind),
            Access = new AccessPolicy
            {
                Keys = Keys(SiloSettings.DashboardKeys, Scopes.Admin),
                KeysFile = KeysFrom(ServerSettings.ApiKeysFile),
            },
            Tls = this.ServerTls(),
            ClusterTls = this.ClusterTls(),
            Drain = Drain(),
            SearchRules = SearchRules(),
        };
        return Faults.Count == 0 ? options : null;
    }

    private long? Memory()
    {
        if (Find(SiloSettings.Memory) is not { } given)
            return null;
        if (ByteSize.TryParse(given.Value, out var bytes) && bytes >= LeastMemory)
            return bytes;
        Fault(given, "is no size of 64kB at least, such as 512MB or 4GB");
        return null;
    }

    private long SplitAbove()
    {
        const long usual = 250_000, least = 1000, most = 10_000_000;
        if (Find(SiloSettings.SplitAbove) is not { } given)
            return usual;
        if (long.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var movies) && movies is >= least and <= most)
            return movies;
        Fault(given, "is not a whole number from 1000 to 10000000");
        return usual;
    }

    private (int Silo, int Gateway) Ports()
    {
        var silo = Port(SiloSettings.SiloPort, SiloSettings.UsualSiloPort);
        var gateway = Port(SiloSettings.GatewayPort, ClusterSettings.UsualGatewayPort);
        if (silo == gateway && silo != 0 && (Find(SiloSettings.GatewayPort) ?? Find(SiloSettings.SiloPort)) is { } given)
            Fault(given, "is the port for silos and for API processes; they must be two");
        return (silo, gateway);
    }

    private IPAddress Advertised(bool isAlone)
    {
        if (Find(SiloSettings.Advertise) is not { } given)
            return IPAddress.Loopback;
        var address = given.Value is OwnAddress.Auto ? Own(given) : Address(SiloSettings.Advertise);
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            Fault(given, "is no address at which anybody is reached");
        else if (isAlone && !IPAddress.IsLoopback(address))
            Fault(given, "needs --postgres: without a database a silo is for its own machine alone");
        return address;
    }

    private IPAddress Own(GivenValue given)
    {
        if (OwnAddress.Find() is { } own)
            return own;
        Fault(given, "finds none: this machine has no address at which others could reach it");
        return IPAddress.Loopback;
    }
}
