using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MovieGrains.Http.Tls;

/// <summary>Puts mutual TLS between a connection and whatever is spoken over it.</summary>
/// <remarks>Over the connections of ASP.NET Core, which Orleans uses, too: so silos and API processes have it in common, without a
/// package of Orleans.</remarks>
public static partial class TlsConnections
{
    private const string Category = "MovieGrains.Http.Tls";

    /// <summary>How long may a handshake take? Longer than a busy moment of the other side, shorter than anybody waits for an answer.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    private delegate Task Handshake(SslStream stream, ConnectionContext connection, CancellationToken cancellationToken);

    /// <summary>For connections that come.</summary>
    public static IConnectionBuilder UseTlsServer(this IConnectionBuilder connections, ClusterTls tls)
    {
        ArgumentNullException.ThrowIfNull(tls);
        return connections.UseTls((stream, _, cancelled) => stream.AuthenticateAsServerAsync(tls.AsServer(), cancelled));
    }

    /// <summary>For connections that are made.</summary>
    public static IConnectionBuilder UseTlsClient(this IConnectionBuilder connections, ClusterTls tls)
    {
        ArgumentNullException.ThrowIfNull(tls);
        return connections.UseTls((stream, connection, cancelled) =>
            stream.AuthenticateAsClientAsync(tls.AsClient(connection.RemoteEndPoint), cancelled));
    }

    private static IConnectionBuilder UseTls(this IConnectionBuilder connections, Handshake handshake)
    {
        ArgumentNullException.ThrowIfNull(connections);
        var log = connections.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        connections.Use(next => connection => ConnectAsync(connection, handshake, log, next));
        return connections;
    }

    private static async Task ConnectAsync(ConnectionContext connection, Handshake handshake, ILogger log, ConnectionDelegate next)
    {
        var plain = connection.Transport;
        var stream = new SslStream(new TransportStream(plain), leaveInnerStreamOpen: true);
        await using (stream)
        {
            if (!await TryHandshakeAsync(stream, connection, handshake, log))
                return;
            var secured = new Pipes(
                PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)),
                PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
            try
            {
                connection.Transport = secured;
                await next(connection);
            }
            finally
            {
                // Whoever closes the connection completes the pipes that it has now.
                connection.Transport = plain;
                await secured.Input.CompleteAsync();
                await secured.Output.CompleteAsync();
            }
        }
    }

    // Not thrown on: a connection that ends before anything was said is an ordinary failure to those who use it.
    private static async Task<bool> TryHandshakeAsync(SslStream stream, ConnectionContext connection, Handshake handshake, ILogger log)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        enough.CancelAfter(HandshakeTimeout);
        try
        {
            await handshake(stream, connection, enough.Token);
            return true;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            Refused(log, connection.RemoteEndPoint?.ToString() ?? "somebody", (failure.InnerException ?? failure).Message.ReplaceLineEndings(" "));
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No TLS with {Remote}, so no connection: {Why}")]
    private static partial void Refused(ILogger log, string remote, string why);

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
