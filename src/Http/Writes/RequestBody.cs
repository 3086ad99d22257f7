using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Writes;

/// <summary>What a request sends, read no further than its path allows.</summary>
/// <remarks>
/// It counts by itself and lifts the server's bound: the server answers what is too long by closing the connection, and a
/// client that is still sending would never see why.
/// </remarks>
internal sealed class RequestBody : IDisposable
{
    private readonly Stream _stream;
    private readonly BodyBudget _budget;
    private readonly long _most;
    private IncrementalHash? _hash;
    private long _read;
    private long _taken;

    public RequestBody(HttpContext context, long most, BodyBudget budget)
    {
        _stream = context.Request.Body;
        _most = most;
        _budget = budget;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
            bound.MaxRequestBodySize = null;
    }

    /// <summary>Begins to hash what is read.</summary>
    public void BeginHash() => _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The first 64 bits of the SHA-256 of what was read since <see cref="BeginHash"/>.</summary>
    public ulong Hash()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash!.GetHashAndReset(hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Reads on.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="RefusedException">The body is longer than it may be, or too many are held already.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        var read = await ReadStreamAsync(room, cancellationToken);
        _read += read;
        if (_read > _most)
            throw new RefusedException(Problem.BodyTooLarge(_most));
        if (!_budget.TryTake(read))
            throw new RefusedException(Problem.TooManyWrites());
        _taken += read;
        _hash?.AppendData(room.Span[..read]);
        return read;
    }

    // The server tells most of what breaks HTTP by an exception of its own, but not, say, a chunk longer than any number.
    private async ValueTask<int> ReadStreamAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(room, cancellationToken);
        }
        catch (IOException failure) when (failure is not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(Problem.BadRequest(StatusCodes.Status400BadRequest));
        }
    }

    /// <summary>Reads all of it, as bytes that stay the caller's.</summary>
    /// <exception cref="RefusedException">As <see cref="ReadAsync"/>.</exception>
    public async ValueTask<byte[]> ReadAllAsync(CancellationToken cancellationToken)
    {
        var bytes = new PooledBuffer();
        try
        {
            while (await ReadAsync(bytes.GetMemory(), cancellationToken) is > 0 and var read)
                bytes.Advance(read);
            return bytes.Written.ToArray();
        }
        finally
        {
            bytes.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash?.Dispose();
        _budget.GiveBack(_taken);
        _taken = 0;
    }
}
