using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace MovieGrains.Ingest.Sources;

/// <summary>One listing of all objects whose keys begin with a prefix.</summary>
internal sealed class S3Listing(S3SourceOptions options, IAmazonS3 client, S3Patience patience)
{
    /// <summary>Pages without an object, in a row, that a listing may have: S3 has them where many versions were removed.</summary>
    private const int MaxEmptyPages = 100;

    /// <summary>All objects, page by page.</summary>
    public async IAsyncEnumerable<S3Object> ObjectsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Request(options.Prefix, options.PageSize);
        // Where pages began and what was to come next. A server that repeats either goes in circles.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var empty = 0;
        do
        {
            var page = await AskAsync(request, cancellationToken);
            var objects = page.S3Objects ?? [];
            foreach (var item in objects)
                yield return item;
            empty = objects.Count == 0 ? empty + 1 : 0;
            request.ContinuationToken = Next(page, seen, empty);
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>The first objects whose keys begin with a key; the one that has it is among them, as it is the first by order.</summary>
    public async Task<IReadOnlyList<S3Object>> FirstAsync(string key, CancellationToken cancellationToken) =>
        (await AskAsync(Request(key, Math.Min(options.PageSize, 10)), cancellationToken)).S3Objects ?? [];

    private async Task<ListObjectsV2Response> AskAsync(ListObjectsV2Request request, CancellationToken cancellationToken)
    {
        try
        {
            var page = await patience.AskAsync(token => client.ListObjectsV2Async(request, token), cancellationToken);
            if (page.Encoding == EncodingType.Url)
                page.S3Objects?.ForEach(static item => item.Key = WebUtility.UrlDecode(item.Key));
            return page;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3Faults.Listing(options, e);
        }
    }

    /// <summary>Where the listing goes on; null at its end. Ends, since every page brings an object or counts as empty.</summary>
    private string? Next(ListObjectsV2Response page, HashSet<string> seen, int empty)
    {
        if (page.IsTruncated != true)
            return null;
        if (page.NextContinuationToken is not { Length: > 0 } token)
            throw S3Faults.Confused(options, "the server says that there is more, and not where.");
        if (!seen.Add("token " + token) || (empty == 0 && !seen.Add("key " + page.S3Objects[0].Key)))
            throw S3Faults.Confused(options, "the server gives the same page again and again.");
        if (empty > MaxEmptyPages)
            throw S3Faults.Confused(options, "the server says again and again that there is more, and gives nothing.");
        return token;
    }

    /// <remarks>Keys are asked for escaped: XML has no way to write some characters, and changes others.</remarks>
    private ListObjectsV2Request Request(string prefix, int pageSize) => new()
    {
        BucketName = options.Bucket,
        Prefix = prefix.Length > 0 ? prefix : null,
        MaxKeys = pageSize,
        Encoding = EncodingType.Url,
    };
}
