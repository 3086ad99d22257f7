namespace MovieGrains.Http.Answers;

/// <summary>A body sent piece by piece, no faster than its client takes it.</summary>
/// <remarks>
/// Each piece waits until the connection has room again, so that however long the body is, hardly more than a piece of it
/// is held. The server's own least rate does not end a client that has stopped reading such a body: it credits what went out
/// quickly before, which after some megabytes is hours. So a piece that is not taken within a bound ends the connection.
/// </remarks>
internal sealed class StreamedBody : IDisposable
{
    /// <summary>How long may a client take for one piece? Far more than a slow line needs, and a proxy that holds its
    /// breath for longer has forgotten us.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>As much as the server buffers before it makes writers wait.</summary>
    private const int PieceBytes = 1 << 16;

    private readonly HttpContext _context;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenRegistration _ending;

    /// <summary>Begins a body.</summary>
    /// <param name="context">The request, its headers set.</param>
    /// <param name="time">Measures how long a client takes.</param>
    /// <param name="ended">From then on no client is waited for, such as when the process stops.</param>
    public StreamedBody(HttpContext context, TimeProvider time, CancellationToken ended = default)
    {
        _context = context;
        _stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _ending = ended.UnsafeRegister(static stalled => ((CancellationTokenSource)stalled!).Cancel(), _stalled);
    }

    /// <summary>Sends bytes, and waits until the client has taken most of them.</summary>
    /// <returns>Whether to go on; false when the client has gone, or has been cut off for not reading.</returns>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, PieceBytes)];
            if (!await SendPieceAsync(piece))
                return false;
            bytes = bytes[piece.Length..];
        }
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Dispose();
        _stalled.Dispose();
    }

    private async ValueTask<bool> SendPieceAsync(ReadOnlyMemory<byte> piece)
    {
        var write = _context.Response.BodyWriter.WriteAsync(piece, _stalled.Token);
        // Most pieces are taken at once, and a timer set for each would cost more than the copying.
        if (write.IsCompletedSuccessfully)
            return !write.Result.IsCompleted;
        _stalled.CancelAfter(Patience);
        try
        {
            var flushed = await write;
            _stalled.CancelAfter(Timeout.InfiniteTimeSpan);
            return !flushed.IsCompleted;
        }
        catch (OperationCanceledException) when (_stalled.IsCancellationRequested)
        {
            _context.Abort();
            return false;
        }
    }
}
