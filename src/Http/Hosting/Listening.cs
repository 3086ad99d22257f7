using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace MovieGrains.Http.Hosting;

/// <summary>Starts a process that listens.</summary>
public static class Listening
{
    /// <summary>Starts it.</summary>
    /// <param name="app">What listens.</param>
    /// <param name="bind">Where.</param>
    /// <param name="port">On which port.</param>
    /// <returns>Null when it runs; else why it can't listen, for an operator, and then it has been stopped.</returns>
    public static async Task<string?> StartAsync(WebApplication app, IPAddress bind, int port)
    {
        ArgumentNullException.ThrowIfNull(app);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
            return null;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            // What runs beside may have begun by then, and must not find what it stands on disposed.
            await app.StopAsync().ConfigureAwait(false);
            return FormattableString.Invariant($"Port {port} of {bind} is taken by another process; choose another with --port, or 0 for any that is free.");
        }
        catch (SocketException failure)
        {
            await app.StopAsync().ConfigureAwait(false);
            return FormattableString.Invariant($"Can't listen on port {port} of {bind}: {failure.Message}.");
        }
    }
}
