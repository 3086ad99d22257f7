using Amazon.Runtime;
using MovieGrains.Ingest.Sources;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Sources.S3;

/// <summary>One S3 server for the tests of a class.</summary>
public sealed class S3Fixture : SharedBucket
{
    /// <summary>A source that hardly waits before it asks again.</summary>
    internal static S3Source Source(Uri endpoint, string prefix = "", Func<S3SourceOptions, S3SourceOptions>? change = null)
    {
        var options = new S3SourceOptions
        {
            Bucket = S3Server.Bucket,
            Prefix = prefix,
            Endpoint = endpoint,
            BackOff = TimeSpan.FromMilliseconds(1),
            MaxBackOff = TimeSpan.FromMilliseconds(1),
        };
        return new S3Source(
            change?.Invoke(options) ?? options, TimeProvider.System, new Random(1), new BasicAWSCredentials(S3Server.Credential, S3Server.Credential));
    }

    internal static async Task<List<SourceObject>> ListAsync(S3Source source, List<SourceFault>? faults = null)
    {
        var files = new List<SourceObject>();
        await foreach (var file in source.ListAsync(fault => faults?.Add(fault), CancellationToken.None))
            files.Add(file);
        return files;
    }

    internal static async Task<byte[]> ReadAsync(S3Source source, SourceObject version)
    {
        await using var stream = await source.OpenAsync(version, CancellationToken.None);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    /// <summary>Bytes that tell where they are from.</summary>
    internal static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
