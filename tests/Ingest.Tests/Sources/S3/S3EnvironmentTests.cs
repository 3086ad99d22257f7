using System.Text;
using Amazon.Runtime;
using MovieGrains.Ingest.Sources;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Sources.S3;

/// <summary>What the source takes from the environment, which is the whole process's: one test after the other.</summary>
/// <remarks>That there are no credentials takes a process of its own to show: the SDK remembers those that it has found.</remarks>
public sealed class S3EnvironmentTests : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE",
        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_EC2_METADATA_DISABLED", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
    ];

    private static ProxyAnswer Refusal => new(403, [("Content-Type", "text/xml")],
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>"u8.ToArray());

    private static ProxyAnswer Credentials => new(200, [("Content-Type", "text/xml")], Encoding.UTF8.GetBytes($"""
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
        <AccessKeyId>of-a-role</AccessKeyId><SecretAccessKey>{S3Server.Credential}</SecretAccessKey><SessionToken>session</SessionToken>
        <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
        """));

    private readonly Dictionary<string, string?> _before = Names.ToDictionary(name => name, Environment.GetEnvironmentVariable, StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("s3-environment").FullName;
    private readonly MemoryBucket _bucket = new();
    private FaultProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Names)
            Environment.SetEnvironmentVariable(name, null);
        // The machine's own identity and its users' files are no matter here.
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Join(_folder, "config"));
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Join(_folder, "credentials"));
        // The SDK remembers a region once it has found one.
        FallbackRegionFactory.Reset();
        _bucket.Put("a.json", [1]);
        _proxy = await FaultProxy.StartAsync(_bucket.AskAsync);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        FallbackRegionFactory.Reset();
        await _proxy.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL")]
    [InlineData("AWS_ENDPOINT_URL_S3")]
    public async Task ListAsync_EndpointOfTheEnvironment_IsAsked(string name)
    {
        UseKeys();
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        Environment.SetEnvironmentVariable(name, _proxy.Endpoint.AbsoluteUri);

        Assert.Single(await ListAsync(null));
        Assert.Contains("/us-east-1/s3/", _proxy.Requests[0].Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public async Task ListAsync_RegionOfTheEnvironment_IsSignedFor(string name)
    {
        UseKeys();
        Environment.SetEnvironmentVariable(name, "eu-central-1");

        Assert.Single(await ListAsync(_proxy.Endpoint));
        Assert.Contains("/eu-central-1/s3/", _proxy.Requests[0].Header("Authorization"), StringComparison.Ordinal);
    }

    /// <remarks>One test and not two: once the SDK has been given credentials for a token, it asks for none again.</remarks>
    [Fact]
    public async Task ListAsync_WebIdentity_IsExchangedForCredentialsOnceItIsNoLongerRefused()
    {
        var token = Path.Join(_folder, "token");
        await File.WriteAllTextAsync(token, "a-token");
        var answer = Refusal;
        await using var sts = await FaultProxy.StartAsync((_, _) => Task.FromResult(answer));
        Environment.SetEnvironmentVariable("AWS_REGION", "eu-central-1");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", sts.Endpoint.AbsoluteUri);
        Environment.SetEnvironmentVariable("AWS_WEB_IDENTITY_TOKEN_FILE", token);
        Environment.SetEnvironmentVariable("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader");

        // The refusal of the token is not taken for the bucket's.
        var failure = await Assert.ThrowsAsync<S3SourceException>(() => ListAsync(_proxy.Endpoint));
        Assert.StartsWith("s3://movies/ could not be listed: Error calling AssumeRole", failure.Message, StringComparison.Ordinal);

        answer = Credentials;
        Assert.Single(await ListAsync(_proxy.Endpoint));
        Assert.Contains("Credential=of-a-role/", _proxy.Requests[^1].Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal("session", _proxy.Requests[^1].Header("X-Amz-Security-Token"));
    }

    [Fact]
    public void Constructor_NoRegionAndNoEndpoint_SaysSo()
    {
        UseKeys();

        var failure = Assert.Throws<S3SourceException>(() => Source(null));

        Assert.Equal("s3://movies: no AWS region is configured: set AWS_REGION, or name the endpoint of another server.", failure.Message);
    }

    [Theory]
    [InlineData("localhost:9000")]
    [InlineData("http://me:secret@localhost:9000")]
    [InlineData("9000")]
    public void Constructor_EndpointOfTheEnvironmentIsNoAddress_SaysSoWithoutIt(string endpoint)
    {
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", endpoint);

        var failure = Assert.Throws<S3SourceException>(() => Source(null));

        Assert.Equal("AWS_ENDPOINT_URL must be an http or https address without credentials and query.", failure.Message);
    }

    private static void UseKeys()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", S3Server.Credential);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", S3Server.Credential);
    }

    private static S3Source Source(Uri? endpoint) =>
        new(new S3SourceOptions { Bucket = S3Server.Bucket, Endpoint = endpoint }, TimeProvider.System, new Random(1));

    private static async Task<List<SourceObject>> ListAsync(Uri? endpoint)
    {
        using var source = Source(endpoint);
        return await S3Fixture.ListAsync(source);
    }
}
