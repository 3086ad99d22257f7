using System.Text;
using Amazon.Runtime;
using MovieGrains.Ingest.Sources;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Sources.S3;

/// <summary>What no server that keeps objects in files can show, against a bucket in memory.</summary>
public sealed class S3AwkwardTests : IAsyncLifetime
{
    private readonly MemoryBucket _bucket = new();
    private FaultProxy _proxy = null!;

    public async ValueTask InitializeAsync() => _proxy = await FaultProxy.StartAsync(_bucket.AskAsync);

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    [Theory]
    [InlineData("/a.json")]
    [InlineData("///a.json")]
    [InlineData("../a.json")]
    [InlineData("a/../../b/./c.json")]
    [InlineData("/../a.json")]
    [InlineData("a//b///c.json")]
    [InlineData("./.././a.json")]
    [InlineData("a/%2E%2E/%2F+ ü&#?.json")]
    [InlineData("control\u0001\u0008\u001f\u007f\u0085\u2028\ufffe\r\n\t.json")]
    [InlineData("<&amp;>\"'`.json")]
    [InlineData("\\..\\a.json")]
    [InlineData("a:b@c,d;e=f+g$h!i*j'k(l)~m[n]{o}|p^q.json")]
    public async Task ListAsync_AnyKey_CanBeFoundAndReadUnderARightSignature(string key)
    {
        _bucket.Put(key, Encoding.UTF8.GetBytes(key));
        _bucket.Put("other.txt", []);
        using var source = S3Fixture.Source(_proxy.Endpoint);

        var file = Assert.Single(await S3Fixture.ListAsync(source));

        Assert.Equal(key, file.Key);
        Assert.Equal(file, await source.FindAsync(key, CancellationToken.None));
        Assert.Equal(key, Encoding.UTF8.GetString(await S3Fixture.ReadAsync(source, file)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("a/../")]
    [InlineData("ü +%2B&#?/")]
    public async Task ListAsync_AwkwardPrefix_IsTakenLiterally(string prefix)
    {
        _bucket.Put(prefix + "a.json", []);
        _bucket.Put("a.json", []);
        using var source = S3Fixture.Source(_proxy.Endpoint, prefix);

        Assert.Equal(prefix + "a.json", Assert.Single(await S3Fixture.ListAsync(source)).Key);
        Assert.Equal("s3://movies/" + prefix, source.Name);
    }

    [Fact]
    public async Task ListAsync_PartsOfASecond_AreTheSameWhenFound()
    {
        _bucket.Put("a.json", [1]);
        using var source = S3Fixture.Source(_proxy.Endpoint);

        var file = Assert.Single(await S3Fixture.ListAsync(source));

        Assert.Equal(DateTimeOffset.Parse(_bucket.LastModified, null), file.LastModified);
        Assert.Equal(file, await source.FindAsync("a.json", CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("again")]
    public async Task ListAsync_ServerThatGoesInCircles_Throws(string token)
    {
        _proxy.Rules.Add(FaultRules.Listing, Fault.Answer(Page(token, "a.json")), times: int.MaxValue);

        Assert.StartsWith("s3://movies/ could not be listed: the server ", await ListingFailureAsync(), StringComparison.Ordinal);
        Assert.InRange(_proxy.Requests.Count, 1, 3);
    }

    [Fact]
    public async Task ListAsync_SamePageUnderOtherTokens_Throws()
    {
        for (var i = 0; i < 3; i++)
            _proxy.Rules.Add(FaultRules.Listing, Fault.Answer(Page($"token {i}", "a.json")));

        Assert.Contains("same page", await ListingFailureAsync(), StringComparison.Ordinal);
        Assert.Equal(2, _proxy.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_EmptyPages_ArePassedOver()
    {
        for (var i = 0; i < 100; i++)
            _proxy.Rules.Add(FaultRules.Listing, Fault.Answer(Page($"token {i}")));
        _bucket.Put("u.json", []);
        using var source = S3Fixture.Source(_proxy.Endpoint);

        Assert.Single(await S3Fixture.ListAsync(source));
    }

    [Fact]
    public async Task ListAsync_EmptyPagesWithoutEnd_Throws()
    {
        for (var i = 0; i < 200; i++)
            _proxy.Rules.Add(FaultRules.Listing, Fault.Answer(Page($"token {i}")));

        Assert.Contains("gives nothing", await ListingFailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_NoSizeOrNoTime_IsAFaultOfThatPlace()
    {
        _proxy.Rules.Add(FaultRules.Listing, Fault.Answer(Page(null, "a.json")));
        var faults = new List<SourceFault>();
        using var source = S3Fixture.Source(_proxy.Endpoint);

        Assert.Empty(await S3Fixture.ListAsync(source, faults));
        Assert.Equal("a.json", Assert.Single(faults).Key);
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "SlowDown")]
    [InlineData(429, "Throttling")]
    public async Task ListAsync_PassingError_IsAskedAgain(int status, string code)
    {
        _bucket.Put("a.json", []);
        _proxy.Rules.Add(FaultRules.Listing, Fault.Error(status, code), times: 4);
        using var source = S3Fixture.Source(_proxy.Endpoint);

        Assert.Single(await S3Fixture.ListAsync(source));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(0)]
    public async Task ListAsync_TruncatedResetOrHanging_IsAskedAgain(int at)
    {
        _bucket.Put("a.json", []);
        _proxy.Rules.Add(FaultRules.Listing, Fault.TruncateAfter(at));
        _proxy.Rules.Add(FaultRules.Listing, Fault.ResetAfter(at));
        _proxy.Rules.Add(FaultRules.Listing, Fault.HangAfter(at));
        _proxy.Rules.Add(FaultRules.Listing, Fault.Error(500, "InternalError").ThenHangAfter(at));
        using var source = S3Fixture.Source(_proxy.Endpoint, "", options => options with { ReadTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Single(await S3Fixture.ListAsync(source));
    }

    [Fact]
    public async Task ListAsync_HangingForEver_SaysSo()
    {
        _proxy.Rules.Add(FaultRules.Listing, Fault.HangAfter(0), times: int.MaxValue);
        using var source = S3Fixture.Source(
            _proxy.Endpoint, "", options => options with { ReadTimeout = TimeSpan.FromMilliseconds(100), Attempts = 2 });

        var failure = await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ListAsync(source));

        Assert.Equal("s3://movies/ could not be listed: the server sent nothing for 0.1 s.", failure.Message);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "access is denied; needed is s3:ListBucket on the bucket.")]
    [InlineData(404, "NoSuchBucket", "there is no bucket 'movies'.")]
    [InlineData(403, "InvalidAccessKeyId", "the server refuses the credentials (InvalidAccessKeyId).")]
    [InlineData(403, "RequestTimeTooSkewed", "this machine's clock and the server's differ too much.")]
    [InlineData(301, "PermanentRedirect", "the bucket is in another region than the one configured (PermanentRedirect): set AWS_REGION to the bucket's.")]
    [InlineData(501, "NotImplemented", "the server answered 501 NotImplemented.")]
    public async Task ListAsync_FinalError_SaysWhatToDo(int status, string code, string reason)
    {
        _proxy.Rules.Add(FaultRules.Listing, Fault.Error(status, code), times: int.MaxValue);

        Assert.Equal("s3://movies/ could not be listed: " + reason, await ListingFailureAsync());
        Assert.Single(_proxy.Requests);
    }

    [Fact]
    public async Task ListAsync_WebPageInsteadOfAListing_SaysSo()
    {
        _proxy.Rules.Add(FaultRules.Listing, Fault.Answer(new ProxyAnswer(200, [("Content-Type", "text/html")], "<html><p>Welcome"u8.ToArray())), int.MaxValue);

        Assert.Equal("s3://movies/ could not be listed: the server's answer is no listing that can be read.", await ListingFailureAsync());
    }

    [Fact]
    public async Task ListAsync_AnswerLongerThanAnyListing_SaysSo()
    {
        var endless = Page(null, "a.json");
        _proxy.Rules.Add(FaultRules.Listing, Fault.Answer(endless with { Body = [.. endless.Body, .. Enumerable.Repeat((byte)' ', 9 << 20)] }), int.MaxValue);

        Assert.Equal("s3://movies/ could not be listed: the server's answer is longer than any that S3 gives.", await ListingFailureAsync());
        Assert.Single(_proxy.Requests);
    }

    [Fact]
    public async Task ListAsync_WrongCredentials_SaysSoWithoutThem()
    {
        var options = new S3SourceOptions { Bucket = S3Server.Bucket, Endpoint = _proxy.Endpoint };
        using var source = new S3Source(options, TimeProvider.System, new Random(1), new BasicAWSCredentials("an-access-key", "a-secret"));

        var failure = await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ListAsync(source));

        Assert.Equal("s3://movies/ could not be listed: the server refuses the credentials (SignatureDoesNotMatch).", failure.Message);
    }

    [Fact]
    public async Task ListAsync_NobodyThere_SaysSo()
    {
        var endpoint = _proxy.Endpoint;
        await _proxy.DisposeAsync();
        using var source = S3Fixture.Source(endpoint);

        var failure = await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ListAsync(source));

        Assert.StartsWith("s3://movies/ could not be listed: the server can't be reached, or broke off: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(endpoint.Authority, failure.Message, StringComparison.Ordinal);
    }

    private async Task<string> ListingFailureAsync()
    {
        using var source = S3Fixture.Source(_proxy.Endpoint);
        return (await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ListAsync(source))).Message;
    }

    /// <summary>A page that says that there is more, unless the token is null.</summary>
    private static ProxyAnswer Page(string? token, params string[] keys)
    {
        var contents = string.Concat(keys.Select(static key => $"<Contents><Key>{key}</Key></Contents>"));
        var more = token is null ? "" : $"<IsTruncated>true</IsTruncated><NextContinuationToken>{token}</NextContinuationToken>";
        return new ProxyAnswer(200, [("Content-Type", "application/xml")], Encoding.UTF8.GetBytes($"<ListBucketResult>{contents}{more}</ListBucketResult>"));
    }
}
