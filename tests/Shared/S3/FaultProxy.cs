using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MovieGrains.Tests.S3;

/// <summary>An HTTP server on loopback that stands before another and does to its answers what <see cref="Rules"/> say.</summary>
/// <remarks>Requests are passed on as they came, byte for byte in their path; answers are held in memory.</remarks>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<ProxyRequest> _requests = new();
    private readonly ConcurrentDictionary<TcpClient, Task> _connections = new();
    private readonly ProxyTarget _target;
    private readonly IDisposable? _owned;
    private readonly Task _accepting;
    private long _bodyBytesSent;
    private bool _disposed;

    private FaultProxy(ProxyTarget target, IDisposable? owned, int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _target = target;
        _owned = owned;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What to ask instead of the server behind.</summary>
    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}");

    public FaultRules Rules { get; } = new();

    /// <summary>All requests so far, in the order in which they came.</summary>
    public IReadOnlyList<ProxyRequest> Requests => [.. _requests];

    /// <summary>Bytes of bodies that were handed to the network.</summary>
    public long BodyBytesSent => Interlocked.Read(ref _bodyBytesSent);

    /// <summary>Before a server that is told of by its address.</summary>
    /// <param name="server">The server.</param>
    /// <param name="port">That of a proxy that has ended, to take its place; else any that is free.</param>
    public static Task<FaultProxy> StartAsync(Uri server, int port = 0)
    {
        var forwarder = new Forwarder(server);
        return Task.FromResult(new FaultProxy(forwarder.AskAsync, forwarder, port));
    }

    /// <summary>Before something that answers by itself.</summary>
    /// <param name="target">That.</param>
    /// <param name="port">That of a proxy that has ended, to take its place; else any that is free.</param>
    public static Task<FaultProxy> StartAsync(ProxyTarget target, int port = 0) => Task.FromResult(new FaultProxy(target, null, port));

    /// <summary>Completes when nobody is connected any more.</summary>
    public Task QuietAsync() => Task.WhenAll(_connections.Values);

    /// <summary>Ends it; connections that are being served break off. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _owned?.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _connections[client] = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // This is how it ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var reader = new RequestReader(client.GetStream());
                while (await reader.ReadAsync(_end.Token) is { } request && await AnswerAsync(client, request))
                {
                    // The next request over the same connection.
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Who asked has gone, or the proxy ends.
            }
        }
        _connections.TryRemove(client, out _);
    }

    /// <summary>Answers; false when nothing more goes over that connection.</summary>
    private async Task<bool> AnswerAsync(TcpClient client, ProxyRequest request)
    {
        _requests.Enqueue(request);
        var fault = Rules.Take(request);
        await fault.Before();
        var answer = fault.Alter(fault.Instead ?? await _target(request, _end.Token));
        var sent = Math.Min(fault.StopAfter ?? int.MaxValue, answer.Body.Length);
        var stream = client.GetStream();
        await stream.WriteAsync(answer.Head(), _end.Token);
        for (var at = 0; at < sent; at += 1 << 16)
        {
            var block = answer.Body.AsMemory(at, Math.Min(1 << 16, sent - at));
            await stream.WriteAsync(block, _end.Token);
            Interlocked.Add(ref _bodyBytesSent, block.Length);
        }
        return fault.StopAfter is null || await EndAsync(client, fault.Ending);
    }

    private async Task<bool> EndAsync(TcpClient client, FaultEnding ending)
    {
        if (ending == FaultEnding.Reset)
            client.LingerState = new LingerOption(true, 0);
        // Whoever is kept waiting goes away at some time, which is read as the end.
        if (ending == FaultEnding.Hang)
            _ = await client.GetStream().ReadAsync(new byte[1], _end.Token);
        return false;
    }
}
