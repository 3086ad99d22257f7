using MovieGrains.Ingest.Sources;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Sources.S3;

/// <summary>Reading from a real server over a bad line.</summary>
public sealed class S3ReadingTests(S3Fixture fixture) : IClassFixture<S3Fixture>, IAsyncLifetime
{
    private const int Size = 1_000_000;

    private readonly string _prefix = fixture.NewPrefix();
    private readonly byte[] _content = S3Fixture.Bytes(Size);
    private FaultProxy _proxy = null!;
    private S3Source _source = null!;
    private SourceObject _file = null!;

    public async ValueTask InitializeAsync()
    {
        await fixture.Server.PutAsync(_prefix + "a.json", _content);
        _proxy = await FaultProxy.StartAsync(fixture.Server.Endpoint);
        _source = S3Fixture.Source(_proxy.Endpoint, _prefix);
        _file = Assert.Single(await S3Fixture.ListAsync(_source));
    }

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task ReadAsync_NoFault_GivesTheBytesByOneRequest()
    {
        Assert.Equal(Size, _file.Bytes);
        Assert.Equal(_content, await S3Fixture.ReadAsync(_source, _file));
        Assert.Equal(_file.ETag, Assert.Single(Reads()).Header("If-Match"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(50)]
    [InlineData(60)]
    [InlineData(70)]
    [InlineData(80)]
    [InlineData(90)]
    public async Task ReadAsync_Truncated_GoesOnWhereItStopped(int percent)
    {
        var at = Size / 100 * percent;
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(at));

        Assert.Equal(_content, await S3Fixture.ReadAsync(_source, _file));

        Assert.Equal([null, at == 0 ? null : $"bytes={at}-"], Reads().Select(read => read.Header("Range")));
        Assert.All(Reads(), read => Assert.Equal(_file.ETag, read.Header("If-Match")));
    }

    [Fact]
    public async Task ReadAsync_TruncatedTimeAndAgain_GoesOnAsLongAsThereIsProgress()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 20), times: 18);

        Assert.Equal(_content, await S3Fixture.ReadAsync(_source, _file));
        Assert.Equal(19, Reads().Count);
    }

    [Fact]
    public async Task ReadAsync_MoreBreaksThanAllowed_Throws()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(1), times: 10);
        using var source = S3Fixture.Source(_proxy.Endpoint, _prefix, options => options with { Resumes = 3 });

        await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ReadAsync(source, _file));
        Assert.Equal(4, Reads().Count);
    }

    [Fact]
    public async Task ReadAsync_Reset_GoesOn()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.ResetAfter(Size / 2));

        Assert.Equal(_content, await S3Fixture.ReadAsync(_source, _file));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Size / 2)]
    public async Task ReadAsync_Hanging_GoesOn(int at)
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.HangAfter(at));
        using var source = S3Fixture.Source(_proxy.Endpoint, _prefix, options => options with { ReadTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(_content, await S3Fixture.ReadAsync(source, _file));
    }

    [Fact]
    public async Task OpenAsync_HangingInAnError_IsAskedAgain()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.Error(500, "InternalError").ThenHangAfter(10));
        using var source = S3Fixture.Source(_proxy.Endpoint, _prefix, options => options with { ReadTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(_content, await S3Fixture.ReadAsync(source, _file));
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "SlowDown")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(400, "RequestTimeout")]
    public async Task ReadAsync_PassingError_IsAskedAgain(int status, string code)
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.Error(status, code), times: 2);
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 2));
        _proxy.Rules.Add(FaultRules.Reading, Fault.Error(status, code), times: 4);

        Assert.Equal(_content, await S3Fixture.ReadAsync(_source, _file));
        Assert.Equal(8, Reads().Count);
    }

    [Fact]
    public async Task OpenAsync_ErrorThatStays_ThrowsAfterAttempts()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.Error(503, "SlowDown"), times: 100);

        Assert.Equal("The object could not be read: the server answered 503 SlowDown.", await FailureAsync());
        Assert.Equal(5, Reads().Count);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "The object could not be read: access is denied; needed is s3:GetObject on the object.")]
    [InlineData(403, "InvalidObjectState", "The object is archived; it can be read once it is restored.")]
    [InlineData(404, "NoSuchKey", "The object was removed since it was listed.")]
    [InlineData(412, "PreconditionFailed", "The object was replaced since it was listed.")]
    public async Task OpenAsync_FinalError_IsNotAskedAgain(int status, string code, string message)
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.Error(status, code), times: 100);

        Assert.Equal(message, await FailureAsync());
        Assert.Single(Reads());
    }

    [Fact]
    public async Task OpenAsync_ObjectRemoved_SaysSo()
    {
        await fixture.Server.DeleteAsync(_file.Key);

        Assert.Equal("The object was removed since it was listed.", await FailureAsync());
    }

    [Fact]
    public async Task OpenAsync_ObjectReplaced_SaysSo()
    {
        await fixture.Server.PutAsync(_file.Key, S3Fixture.Bytes(Size + 1)[..Size]);

        Assert.Equal("The object was replaced since it was listed.", await FailureAsync());
    }

    /// <summary>This server does not know <c>If-Match</c>, so only its entity tag tells.</summary>
    [Fact]
    public async Task OpenAsync_ObjectReplacedOnAServerWithoutIfMatch_SaysSo()
    {
        using var source = S3Fixture.Source(fixture.Server.Endpoint, _prefix);
        await fixture.Server.PutAsync(_file.Key, S3Fixture.Bytes(Size + 1)[..Size]);

        var failure = await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ReadAsync(source, _file));

        Assert.Equal("The object was replaced since it was listed.", failure.Message);
    }

    [Fact]
    public async Task ReadAsync_ObjectReplacedWhileRead_Throws()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 2));
        await using var stream = await _source.OpenAsync(_file, CancellationToken.None);
        await fixture.Server.PutAsync(_file.Key, S3Fixture.Bytes(Size + 1)[..Size]);

        var failure = await Assert.ThrowsAsync<S3SourceException>(() => stream.CopyToAsync(Stream.Null));

        Assert.Equal("The object was replaced since it was listed.", failure.Message);
    }

    [Fact]
    public async Task ReadAsync_ObjectRemovedWhileRead_Throws()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 2));
        await using var stream = await _source.OpenAsync(_file, CancellationToken.None);
        await fixture.Server.DeleteAsync(_file.Key);

        await Assert.ThrowsAsync<S3SourceException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task OpenAsync_WrongETag_IsAReplacement()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.Header("ETag", "\"0123456789abcdef0123456789abcdef\""));

        Assert.Equal("The object was replaced since it was listed.", await FailureAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Size - 1)]
    public async Task ReadAsync_FlippedBit_ThrowsAndIsNotAskedAgain(int at)
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(at));

        Assert.Contains("damaged", await FailureAsync(), StringComparison.Ordinal);
        Assert.Single(Reads());
        Assert.Equal(_content, await S3Fixture.ReadAsync(_source, _file));
    }

    [Fact]
    public async Task ReadAsync_FlippedBitAfterAResume_Throws()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 2));
        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(Size / 4));

        Assert.Contains("damaged", await FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_FlippedBitAndNoVerifying_IsRead()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(7));
        using var source = S3Fixture.Source(_proxy.Endpoint, _prefix, options => options with { VerifyContent = false });

        Assert.Equal(Size, (await S3Fixture.ReadAsync(source, _file)).Length);
    }

    [Fact]
    public async Task ReadAsync_RangeIgnored_PassesOverWhatIsKnown()
    {
        var whole = new ProxyAnswer(200, [("ETag", _file.ETag!)], _content);
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 2));
        _proxy.Rules.Add(FaultRules.Reading, Fault.Answer(whole));

        Assert.Equal(_content, await S3Fixture.ReadAsync(_source, _file));
    }

    [Fact]
    public async Task ReadAsync_AnotherRangeThanAsked_Throws()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 2));
        _proxy.Rules.Add(FaultRules.Reading, Fault.Header("Content-Range", $"bytes 7-{Size - 1}/{Size}"));

        Assert.Contains("another range", await FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_AfterAFailure_FailsAgain()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(7));
        await using var stream = await _source.OpenAsync(_file, CancellationToken.None);

        var first = await Assert.ThrowsAsync<S3SourceException>(() => stream.CopyToAsync(Stream.Null));

        Assert.Same(first, await Assert.ThrowsAsync<S3SourceException>(() => stream.CopyToAsync(Stream.Null)));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Ends()
    {
        _proxy.Rules.Add(FaultRules.Reading, Fault.HangAfter(Size / 2), times: 100);
        using var cancellation = new CancellationTokenSource();
        await using var stream = await _source.OpenAsync(_file, cancellation.Token);
        var reading = stream.CopyToAsync(Stream.Null, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task DisposeAsync_InTheMiddle_LeavesTheRest()
    {
        const int Large = 64 << 20;
        var large = new ProxyAnswer(200, [("ETag", "\"x-2\"")], new byte[Large]);
        _proxy.Rules.Add(FaultRules.Reading, Fault.Answer(large));
        var stream = await _source.OpenAsync(_file with { ETag = "\"x-2\"", Bytes = Large }, CancellationToken.None);
        await stream.ReadExactlyAsync(new byte[1_000]);

        await stream.DisposeAsync();

        // Whatever the connection is still good for, it ends with the source.
        _source.Dispose();
        await _proxy.QuietAsync();
        Assert.InRange(_proxy.BodyBytesSent, 1_000, Large / 2);
    }

    private List<ProxyRequest> Reads() => [.. _proxy.Requests.Where(FaultRules.Reading)];

    private async Task<string> FailureAsync() =>
        (await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ReadAsync(_source, _file))).Message;
}
