namespace MovieGrains.Ingest.Reading;

/// <summary>A file's bytes as they are stored: some that were read already, the rest, and a few to be put behind them.</summary>
internal sealed class StoredContent(ReadOnlyMemory<byte> head, Stream rest, ReadOnlyMemory<byte> tail) : ForwardStream
{
    private ReadOnlyMemory<byte> _head = head;
    private ReadOnlyMemory<byte> _tail = tail;

    /// <summary>Bytes of the file so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Whether the file's bytes have come to their end.</summary>
    public bool HasEnded { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        var read = Take(ref _head, buffer);
        if (read == 0)
            read = await ReadRestAsync(buffer, cancellationToken);
        BytesRead += read;
        HasEnded |= read == 0;
        return read > 0 ? read : Take(ref _tail, buffer);
    }

    /// <summary>Whatever a source throws, it is the source that failed and not the file's content.</summary>
    private async ValueTask<int> ReadRestAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await rest.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is not UnreadableFileException && !cancellationToken.IsCancellationRequested)
        {
            throw new UnreadableFileException(e);
        }
    }

    private static int Take(ref ReadOnlyMemory<byte> from, Memory<byte> buffer)
    {
        var taken = Math.Min(from.Length, buffer.Length);
        from[..taken].CopyTo(buffer);
        from = from[taken..];
        return taken;
    }
}
