using MovieGrains.Ingest.Reading;

namespace MovieGrains.Ingest.Sources;

/// <summary>One version of an object, read from its start to its end over as many transfers as that takes.</summary>
/// <remarks>
/// It gives all bytes of that version and no others, or throws: each transfer is of the entity tag that was listed, each goes
/// on where the last one stopped, and before the last byte is given out, all of them are compared with the checksum that the
/// server has, where there is one. A failure is final. For one reader at a time.
/// </remarks>
internal sealed class S3ObjectStream(
    S3SourceOptions options, S3Connection connection, S3Patience patience, SourceObject version) : ForwardStream
{
    private SourceObject _version = version;
    private S3Transfer? _transfer;
    private S3Seal? _seal;
    private S3SourceException? _failure;
    private long _position;
    private bool _isMoving;
    private int _failures;
    private int _resumes;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Begins the first transfer, so that what is wrong with the object as a whole shows at once.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        while (_transfer is null)
            await AttemptAsync(default, cancellationToken);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_failure is not null)
            throw _failure;
        var left = _version.Bytes - _position;
        if (left == 0 || buffer.IsEmpty)
            return 0;
        var room = buffer[..(int)Math.Min(buffer.Length, left)];
        int read;
        // Ends: an attempt gives bytes, or it is one of a bounded number, or it throws.
        do
            read = await AttemptAsync(room, cancellationToken);
        while (read == 0);
        Take(room.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            BreakOff();
            _seal?.Dispose();
            _seal = null;
        }
        base.Dispose(disposing);
    }

    /// <summary>Reads some bytes, over a new transfer where there is none.</summary>
    /// <returns>0 when that failed in a way that may pass, after a wait.</returns>
    private async Task<int> AttemptAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        try
        {
            _transfer ??= await BeginAsync(cancellationToken);
            if (room.IsEmpty)
                return 0;
            var read = await _transfer.ReadAsync(room, cancellationToken);
            return read > 0 ? read : throw new IOException("the transfer ended early.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            BreakOff();
            _failures = _isMoving ? 0 : _failures + 1;
            _isMoving = false;
            if (!S3Faults.IsPassing(e) || _failures >= options.Attempts || ++_resumes > options.Resumes)
                throw Fail(S3Faults.Reading(e));
            await patience.BackOffAsync(_failures, cancellationToken);
            return 0;
        }
    }

    private async Task<S3Transfer> BeginAsync(CancellationToken cancellationToken)
    {
        var transfer = await S3Transfer.BeginAsync(connection, options, patience, _version, _position, cancellationToken);
        // A listing without a tag does not say which version it means; from here on it is the one that answers.
        if (string.IsNullOrEmpty(_version.ETag))
            _version = _version with { ETag = transfer.ETag };
        if (_position == 0 && options.VerifyContent)
        {
            _seal?.Dispose();
            _seal = transfer.Seal();
        }
        return transfer;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _isMoving = true;
        _position += bytes.Length;
        _seal?.Append(bytes);
        if (_position < _version.Bytes)
            return;
        // The reader has most bytes by now, so there is no point in reading them anew; that is for the next poll.
        if (_seal?.IsIntact() == false)
            throw Fail(S3Faults.Damaged());
    }

    private S3SourceException Fail(S3SourceException failure) => _failure = failure;

    private void BreakOff()
    {
        _transfer?.Dispose();
        _transfer = null;
    }
}
