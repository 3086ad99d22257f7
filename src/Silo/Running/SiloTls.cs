using MovieGrains.Http.Hosting;
using MovieGrains.Http.Tls;
using Orleans.Configuration;

namespace MovieGrains.Silo.Running;

/// <summary>Mutual TLS on all connections of a silo: to and from other silos, and from API processes.</summary>
internal static class SiloTls
{
    /// <summary>Configures it, where it is asked for.</summary>
    public static ISiloBuilder SpeakTls(this ISiloBuilder silo, ClusterTls? tls)
    {
        if (tls is null)
            return silo;
        silo.Services.AddSingleton<Watched>(tls.Files);
        return silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(connection => connection.UseTlsServer(tls));
            connections.ConfigureGatewayInboundConnection(connection => connection.UseTlsServer(tls));
            connections.ConfigureSiloOutboundConnection(connection => connection.UseTlsClient(tls));
        });
    }
}
