using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MovieGrains.Tests.S3;

/// <summary>A bucket in memory, for keys that no file system can have: it takes paths literally, and checks signatures.</summary>
internal sealed class MemoryBucket
{
    private readonly SortedList<string, byte[]> _objects = new(StringComparer.Ordinal);

    /// <summary>Headers of every answer with an object, beside its own.</summary>
    public List<(string Name, string Value)> ObjectHeaders { get; } = [];

    /// <summary>The entity tag of an object; null for the MD5 of its bytes.</summary>
    public string? ETag { get; set; }

    /// <summary>The time of all objects.</summary>
    public string LastModified { get; set; } = "2026-01-02T03:04:05.678Z";

    public void Put(string key, byte[] bytes)
    {
        lock (_objects)
            _objects[key] = bytes;
    }

    public void Remove(string key)
    {
        lock (_objects)
            _objects.Remove(key);
    }

    public Task<ProxyAnswer> AskAsync(ProxyRequest request, CancellationToken cancellationToken) => Task.FromResult(Ask(request));

    private ProxyAnswer Ask(ProxyRequest request)
    {
        lock (_objects)
        {
            var path = Uri.UnescapeDataString(request.Path);
            if (!SignatureV4.IsRight(request, S3Server.Credential))
                return Error(403, "SignatureDoesNotMatch");
            if (path == $"/{S3Server.Bucket}/" && FaultRules.Listing(request))
                return List(request.Query);
            var prefix = $"/{S3Server.Bucket}/";
            return path.StartsWith(prefix, StringComparison.Ordinal) && _objects.TryGetValue(path[prefix.Length..], out var bytes)
                ? Get(request, bytes)
                : Error(404, "NoSuchKey");
        }
    }

    private ProxyAnswer Get(ProxyRequest request, byte[] bytes)
    {
        var answer = new ProxyAnswer(200, [("ETag", TagOf(bytes)), ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"), .. ObjectHeaders], bytes);
        if (request.Header("If-Match") is { } wanted && wanted != TagOf(bytes))
            return Error(412, "PreconditionFailed");
        if (request.Header("Range") is not { } range)
            return answer;
        var from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        answer = answer.With("Content-Range", $"bytes {from}-{bytes.Length - 1}/{bytes.Length}");
        return answer with { Status = 206, Body = bytes[from..] };
    }

    private ProxyAnswer List(Dictionary<string, string> query)
    {
        var (prefix, most) = (query.GetValueOrDefault("prefix", ""), int.Parse(query["max-keys"], CultureInfo.InvariantCulture));
        var found = Enumerable.Range(0, _objects.Count).Skip(query.TryGetValue("continuation-token", out var after) ? FirstFrom(after + '\0') : FirstFrom(prefix))
            .TakeWhile(at => _objects.GetKeyAtIndex(at).StartsWith(prefix, StringComparison.Ordinal))
            .Select(at => KeyValuePair.Create(_objects.GetKeyAtIndex(at), _objects.GetValueAtIndex(at)))
            .Take(most + 1).ToList();
        var page = found.Take(most).ToList();
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult><EncodingType>url</EncodingType>");
        foreach (var (key, bytes) in page)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{WebUtility.UrlEncode(key)}</Key><Size>{bytes.Length}</Size>");
            xml.Append(CultureInfo.InvariantCulture, $"<ETag>{WebUtility.HtmlEncode(TagOf(bytes))}</ETag><LastModified>{LastModified}</LastModified></Contents>");
        }
        if (page.Count < found.Count)
            xml.Append(CultureInfo.InvariantCulture, $"<IsTruncated>true</IsTruncated><NextContinuationToken>{WebUtility.HtmlEncode(page[^1].Key)}</NextContinuationToken>");
        return Xml(200, xml.Append("</ListBucketResult>").ToString());
    }

    /// <summary>The place of the first key that is not before one; looking at all of them for each would be the most of a large test.</summary>
    private int FirstFrom(string key)
    {
        var (low, high) = (0, _objects.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_objects.GetKeyAtIndex(middle), key) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private string TagOf(byte[] bytes) => ETag ?? $"\"{Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes))}\"";

    private static ProxyAnswer Error(int status, string code) => Xml(status, $"<Error><Code>{code}</Code></Error>");

    private static ProxyAnswer Xml(int status, string xml) => new(status, [("Content-Type", "application/xml")], Encoding.UTF8.GetBytes(xml));
}
