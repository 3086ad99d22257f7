using Amazon.S3.Model;

namespace MovieGrains.Ingest.Sources;

/// <summary>A server's answer to a request for an object.</summary>
/// <param name="Response">What the SDK makes of it, without entity tag and checksums.</param>
/// <param name="Exchange">These.</param>
internal sealed record S3Answer(GetObjectResponse Response, S3Exchange Exchange);
