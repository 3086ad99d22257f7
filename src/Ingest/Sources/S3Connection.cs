using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace MovieGrains.Ingest.Sources;

/// <summary>The SDK's client, set up so that servers other than AWS understand it and patience is ours alone.</summary>
internal sealed class S3Connection : IDisposable
{
    /// <summary>What servers that are not AWS take for a region when nobody has named theirs.</summary>
    private const string AnyRegion = "us-east-1";

    private readonly S3HttpClients _http;

    private S3Connection(AmazonS3Config config, AWSCredentials? credentials, S3HttpClients http)
    {
        Client = credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
        _http = http;
    }

    public IAmazonS3 Client { get; }

    /// <param name="options">Where.</param>
    /// <param name="credentials">Who asks; null for the SDK's own chain.</param>
    /// <exception cref="S3SourceException">No region is known, or the endpoint in the environment is no address.</exception>
    public static S3Connection Open(S3SourceOptions options, AWSCredentials? credentials)
    {
        var config = Configure(options);
        var http = new S3HttpClients(options.ReadTimeout, config.ForcePathStyle ? KeyRoot(config, options) : null);
        config.HttpClientFactory = http;
        try
        {
            return new S3Connection(config, credentials, http);
        }
        catch (AmazonClientException e) when (e.Message.Contains("RegionEndpoint", StringComparison.Ordinal))
        {
            http.Dispose();
            throw new S3SourceException(
                $"s3://{options.Bucket}: no AWS region is configured: set AWS_REGION, or name the endpoint of another server.", e);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Asks for an object.</summary>
    public async Task<S3Answer> GetAsync(GetObjectRequest request, CancellationToken cancellationToken)
    {
        var exchange = new S3Exchange(lacksSlash: request.Key.StartsWith('/'));
        _http.Begin(exchange);
        return new S3Answer(await Client.GetObjectAsync(request, cancellationToken), exchange);
    }

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }

    private static AmazonS3Config Configure(S3SourceOptions options)
    {
        var endpoint = options.Endpoint ?? EndpointOfEnvironment();
        var config = new AmazonS3Config
        {
            // A request that is made anew is made anew by us, who know what was read already.
            MaxErrorRetry = 0,
            // Anything more is asked of AWS alone; other servers refuse it.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            // A dot in a bucket's name is one level too many for the wildcard of AWS's certificate.
            ForcePathStyle = endpoint is not null || options.Bucket.Contains('.', StringComparison.Ordinal),
        };
        if (endpoint is null)
            return config;
        config.ServiceURL = endpoint.AbsoluteUri.TrimEnd('/');
        config.AuthenticationRegion = ConfiguredRegion() ?? AnyRegion;
        return config;
    }

    /// <summary>The path before keys where the bucket is not part of the server's name.</summary>
    private static string KeyRoot(AmazonS3Config config, S3SourceOptions options)
    {
        var server = config.ServiceURL is { } url ? new Uri(url).AbsolutePath.TrimEnd('/') : "";
        return $"{server}/{options.Bucket}/";
    }

    private static Uri? EndpointOfEnvironment()
    {
        if (string.Equals(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase))
            return null;
        foreach (var name in (string[])["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])
        {
            if (Variable(name) is not { } text)
                continue;
            return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && S3SourceOptions.IsServer(endpoint)
                ? endpoint
                : throw new S3SourceException($"{name} must be an http or https address without credentials and query.");
        }
        return null;
    }

    /// <summary>The region somebody has named; where the machine itself may be is no matter to another server.</summary>
    private static string? ConfiguredRegion() =>
        Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? RegionOfProfile();

    private static string? RegionOfProfile()
    {
        var profiles = new Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain();
        return profiles.TryGetProfile(Variable("AWS_PROFILE") ?? "default", out var profile) ? profile.Region?.SystemName : null;
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
