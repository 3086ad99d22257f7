using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MovieGrains.Http.Tls;

namespace MovieGrains.Http.Hosting;

/// <summary>Starts a process that listens.</summary>
public static class Listening
{
    /// <summary>How long may requests under way hold up the end? Less than the 30 s after which orchestrators usually kill.</summary>
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(20);

    /// <summary>Makes a process listen, and stop in order.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="bind">Where it listens.</param>
    /// <param name="port">On which port.</param>
    /// <param name="drain">How long to go on accepting when it is told to stop.</param>
    /// <param name="tls">By HTTPS; null for HTTP.</param>
    public static void ListenAt(this WebApplicationBuilder builder, IPAddress bind, int port, TimeSpan drain, ServerTls? tls = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService(provider => new Draining(
            provider.GetRequiredService<Readiness>(), drain, provider.GetRequiredService<TimeProvider>()));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit + drain);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Bound();
            kestrel.Listen(bind, port, endpoint => tls?.Use(endpoint));
        });
        if (tls is not null)
            builder.Services.AddSingleton(tls.Files).AddSingleton<IStartupFilter, StrictTransport>();
    }

    /// <summary>Runs a process from start to stop, and says when it has become ready.</summary>
    /// <param name="app">What runs.</param>
    /// <param name="bind">Where it listens.</param>
    /// <param name="port">On which port.</param>
    /// <param name="readyLine">Makes the line, from the address at which it listens.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(WebApplication app, IPAddress bind, int port, Func<string, string> readyLine)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(readyLine);
        try
        {
            if (await StartAsync(app, bind, port).ConfigureAwait(false) is { } why)
                return Failure.Tell(why);
            if (await app.MarkLoadedWhenReadyAsync().ConfigureAwait(false))
                Console.WriteLine(readyLine(app.Urls.First()));
            await app.WaitForShutdownAsync().ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it started: that is how a start can end, too.
            return 0;
        }
    }

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
