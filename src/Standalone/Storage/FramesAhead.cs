namespace MovieGrains.Standalone.Storage;

/// <summary>Goes through the frames of a snapshot, one behind the other, while another thread reads and checks those that come
/// next.</summary>
/// <remarks>
/// Reading a file and testing its checksums takes about as long as making a catalogue of what is in it. Two readers take turns: one
/// holds the frames that are being handed out, the other is filled with the next. Only one of them looks at the file at a time.
/// </remarks>
internal sealed class FramesAhead : IDisposable
{
    private Batch _current, _next;
    private Task _filling;
    private int _at = -1;

    /// <summary>Begins.</summary>
    /// <param name="file">Not used by anybody else until this is disposed of.</param>
    /// <param name="salt">The file's.</param>
    /// <param name="offset">Where the first frame is.</param>
    public FramesAhead(IDiskFile file, ulong salt, long offset)
    {
        _current = new Batch(new FrameReader(file, salt));
        _next = new Batch(new FrameReader(file, salt));
        _filling = Task.Run(() => _next.Fill(offset));
    }

    /// <summary>Bytes of the file.</summary>
    public long Length => _current.Reader.Length;

    /// <summary>Looks at the next frame. Not to be called again after one that is not whole, or the footer.</summary>
    public FrameState Next(out FrameHeader header)
    {
        if (++_at >= _current.Frames.Count)
            Turn();
        (var state, header) = _current.Frames[_at];
        return state;
    }

    /// <summary>The payload of the frame that <see cref="Next"/> gave last. Good until the next call of it.</summary>
    public ReadOnlySpan<byte> Payload => _current.Reader.Payload(_current.Frames[_at].Header);

    /// <summary>Waits until nobody reads the file any more.</summary>
    public void Dispose() => _filling.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();

    private void Turn()
    {
        _filling.GetAwaiter().GetResult();
        (_current, _next) = (_next, _current);
        _at = 0;
        var (state, last) = _current.Frames[^1];
        if (state == FrameState.Whole && !last.IsFooter)
            _filling = Task.Run(() => _next.Fill(last.End));
    }

    /// <summary>Frames that one reader holds together.</summary>
    private sealed class Batch(FrameReader reader)
    {
        public FrameReader Reader => reader;

        public List<(FrameState State, FrameHeader Header)> Frames { get; } = [];

        /// <summary>Takes the frame at an offset, and those behind it that came into memory with it.</summary>
        public void Fill(long offset)
        {
            Frames.Clear();
            FrameState state;
            FrameHeader header;
            do
            {
                state = reader.Look(offset, out header);
                Frames.Add((state, header));
                offset = header.End;
            }
            while (state == FrameState.Whole && !header.IsFooter && reader.Has(offset));
        }
    }
}
