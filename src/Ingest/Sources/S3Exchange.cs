namespace MovieGrains.Ingest.Sources;

/// <summary>One request for an object, and what its answer says of the content: kept from the SDK, and told to us.</summary>
/// <remarks>
/// The SDK takes nearly every entity tag for an MD5 and computes it as it reads; what differs it reports when the stream is
/// closed, in the words of a bug. Without a tag and a checksum it just reads.
/// </remarks>
internal sealed class S3Exchange(bool lacksSlash)
{
    private readonly Dictionary<string, string> _checksums = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the key begins with a slash that the SDK leaves out of the address.</summary>
    public bool LacksSlash => lacksSlash;

    /// <summary>The object's entity tag; null when the answer has none.</summary>
    public string? ETag { get; private set; }

    /// <summary>A header whose name begins with <c>x-amz-checksum-</c>; null when the answer has none such.</summary>
    public string? Checksum(string name) => _checksums.GetValueOrDefault(name);

    /// <summary>Takes from an answer what is told of here.</summary>
    public void Take(HttpResponseMessage answer)
    {
        foreach (var (name, values) in answer.Headers.NonValidated.ToList())
        {
            var isTag = string.Equals(name, nameof(ETag), StringComparison.OrdinalIgnoreCase);
            if (isTag)
                ETag = values.ToString();
            else if (name.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase))
                _checksums[name["x-amz-checksum-".Length..]] = values.ToString();
            else
                continue;
            answer.Headers.Remove(name);
        }
    }
}
