using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;

namespace MovieGrains.Ingest.Sources;

/// <summary>What a failed request means: whether asking again may help, and what to tell an operator.</summary>
/// <remarks>
/// The same trouble has the same words each time, so that it is logged once. What servers say is left out but for their
/// codes: some repeat the request, signature and all.
/// </remarks>
internal static class S3Faults
{
    /// <summary>Whether a failure may pass by itself: the server is busy or broken, or the line is.</summary>
    public static bool IsPassing(Exception failure) => failure switch
    {
        S3SourceException => false,
        AmazonUnmarshallingException => true,
        AmazonServiceException e => IsPassing(e),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Why a bucket could not be listed.</summary>
    public static S3SourceException Listing(S3SourceOptions options, Exception failure) =>
        failure as S3SourceException
        ?? new S3SourceException($"{Name(options)} could not be listed: {ListingReason(options, failure)}", failure);

    /// <summary>Why an object could not be read.</summary>
    public static S3SourceException Reading(Exception failure) =>
        failure as S3SourceException ?? new S3SourceException(ReadingReason(failure), failure);

    /// <summary>The object is another than was listed.</summary>
    public static S3SourceException Replaced() => new("The object was replaced since it was listed.");

    /// <summary>The bytes that came are not the object's.</summary>
    public static S3SourceException Damaged() =>
        new("What was read is not what the server has a checksum of; it was damaged on its way, or where it is stored.");

    /// <summary>What a server answered makes no sense.</summary>
    public static S3SourceException Confused(S3SourceOptions options, string what) =>
        new($"{Name(options)} could not be listed: {what}");

    private static string Name(S3SourceOptions options) => new S3Url(options.Bucket, options.Prefix).ToString();

    private static bool IsPassing(AmazonServiceException failure) =>
        failure.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        || (failure.StatusCode >= HttpStatusCode.InternalServerError && failure.StatusCode != HttpStatusCode.NotImplemented)
        || failure.ErrorCode is "SlowDown" or "RequestTimeout" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded"
        || failure.InnerException is HttpRequestException or IOException;

    private static string ListingReason(S3SourceOptions options, Exception failure) => failure switch
    {
        AmazonUnmarshallingException or XmlException => "the server's answer is no listing that can be read.",
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => $"there is no bucket '{options.Bucket}'.",
        AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } =>
            $"there is no bucket '{options.Bucket}', or the endpoint is no S3 server.",
        AmazonServiceException e => Refusal(e) ?? Denial(e, "s3:ListBucket on the bucket") ?? Answer(e),
        _ => Trouble(failure),
    };

    private static string ReadingReason(Exception failure) => failure switch
    {
        AmazonS3Exception { ErrorCode: "InvalidObjectState" } => "The object is archived; it can be read once it is restored.",
        AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } => "The object was removed since it was listed.",
        AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable } =>
            Replaced().Message,
        AmazonServiceException e =>
            "The object could not be read: " + (Refusal(e) ?? Denial(e, "s3:GetObject on the object") ?? Answer(e)),
        _ => "The object could not be read: " + Trouble(failure),
    };

    private static string? Refusal(AmazonServiceException failure) => failure.ErrorCode switch
    {
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" =>
            $"the server refuses the credentials ({failure.ErrorCode}).",
        "RequestTimeTooSkewed" => "this machine's clock and the server's differ too much.",
        "PermanentRedirect" or "TemporaryRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
            $"the bucket is in another region than the one configured ({failure.ErrorCode}): set AWS_REGION to the bucket's.",
        _ => null,
    };

    private static string? Denial(AmazonServiceException failure, string right) =>
        failure.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
            ? $"access is denied; needed is {right}."
            : null;

    private static string Answer(AmazonServiceException failure) =>
        $"the server answered {(int)failure.StatusCode} {failure.ErrorCode}".TrimEnd() + ".";

    /// <summary>What goes wrong before there is an answer.</summary>
    private static string Trouble(Exception failure) => failure switch
    {
        TimeoutException => failure.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            "the server's answer is longer than any that S3 gives.",
        HttpRequestException e => $"the server can't be reached, or broke off: {Cause(e)}",
        IOException => $"the server broke off: {failure.Message}",
        AmazonClientException e when IsAboutCredentials(e) =>
            "no AWS credentials were found: neither in the environment nor by web identity, profile, container or instance.",
        _ => failure.Message,
    };

    private static bool IsAboutCredentials(AmazonClientException failure) =>
        failure.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase);

    private static string Cause(HttpRequestException failure) => (failure.InnerException as IOException ?? (Exception)failure).Message;
}
