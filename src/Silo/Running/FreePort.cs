using System.Net;
using System.Net.Sockets;

namespace MovieGrains.Silo.Running;

/// <summary>Finds ports that are free: a silo tells others its port before it listens, so that "any" can't be left to the system.</summary>
internal static class FreePort
{
    /// <summary>The port, or one that was free just now in place of 0.</summary>
    public static int Of(int port)
    {
        if (port != 0)
            return port;
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
