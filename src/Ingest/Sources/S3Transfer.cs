using System.Net;
using System.Net.Http.Headers;
using Amazon.S3;
using Amazon.S3.Model;

namespace MovieGrains.Ingest.Sources;

/// <summary>One answer with an object's bytes from some offset to its end, checked to be of the version wanted.</summary>
internal sealed class S3Transfer : IDisposable
{
    private readonly S3Answer _answer;
    private readonly S3Patience _patience;
    private readonly SourceObject _version;
    private long _surplus;

    private S3Transfer(S3Answer answer, S3Patience patience, SourceObject version, long surplus)
    {
        _answer = answer;
        _patience = patience;
        _version = version;
        _surplus = surplus;
    }

    /// <summary>Asks once for an object from an offset on.</summary>
    public static async Task<S3Transfer> BeginAsync(
        S3Connection connection, S3SourceOptions options, S3Patience patience, SourceObject version, long from,
        CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = options.Bucket,
            Key = version.Key,
            EtagToMatch = S3ETag.ToMatch(version.ETag),
        };
        // Servers tell the checksum of a whole object only with the whole object.
        if (from > 0)
            request.ByteRange = new ByteRange($"bytes={from}-");
        else if (options.VerifyContent)
            request.ChecksumMode = ChecksumMode.ENABLED;
        var answer = await patience.InTimeAsync(token => connection.GetAsync(request, token), cancellationToken);
        try
        {
            return new S3Transfer(answer, patience, version, Surplus(answer, version, from));
        }
        catch
        {
            answer.Response.Dispose();
            throw;
        }
    }

    /// <summary>The tag of what is transferred; null when the server has none.</summary>
    public string? ETag => _answer.Exchange.ETag;

    /// <summary>What the bytes of the whole object are compared with; null when the server has nothing for that.</summary>
    public S3Seal? Seal() => S3Seal.Of(string.IsNullOrEmpty(_version.ETag) ? ETag : _version.ETag, _answer);

    /// <summary>Reads some bytes; 0 at the end of the answer.</summary>
    /// <param name="room">Where to; what an answer has before the offset wanted passes through it too.</param>
    /// <param name="cancellationToken">Ends the wait for them.</param>
    public async Task<int> ReadAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        while (_surplus > 0)
        {
            var passed = await ReadSomeAsync(room[..(int)Math.Min(room.Length, _surplus)], cancellationToken);
            if (passed == 0)
                return 0;
            _surplus -= passed;
        }
        return await ReadSomeAsync(room, cancellationToken);
    }

    public void Dispose() => _answer.Response.Dispose();

    private Task<int> ReadSomeAsync(Memory<byte> room, CancellationToken cancellationToken) =>
        _patience.InTimeAsync(token => _answer.Response.ResponseStream.ReadAsync(room, token).AsTask(), cancellationToken);

    /// <summary>How many bytes of the answer come before the offset; all of them when the server knows no ranges.</summary>
    /// <remarks>A server that knows no <c>If-Match</c> gives whatever is there now, so its entity tag and size are compared.</remarks>
    private static long Surplus(S3Answer answer, SourceObject version, long from)
    {
        if (!S3ETag.AreSame(version.ETag, answer.Exchange.ETag))
            throw S3Faults.Replaced();
        var response = answer.Response;
        if (response.HttpStatusCode != HttpStatusCode.PartialContent)
            return response.Headers.ContentLength == version.Bytes ? from : throw S3Faults.Replaced();
        if (!ContentRangeHeaderValue.TryParse(response.ContentRange, out var range) || range.From != from)
            throw new S3SourceException("The server gave another range of the object than the one it was asked for.");
        return range.Length is null || range.Length == version.Bytes ? 0 : throw S3Faults.Replaced();
    }
}
