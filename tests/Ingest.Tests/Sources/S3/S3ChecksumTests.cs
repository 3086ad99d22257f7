using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MovieGrains.Ingest.Sources;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Sources.S3;

/// <summary>Objects whose entity tag is no MD5 of their content: uploaded in parts, or encrypted.</summary>
public sealed partial class S3ChecksumTests : IAsyncLifetime
{
    private const int Size = 300_000;

    private readonly MemoryBucket _bucket = new() { ETag = "\"0123456789abcdef0123456789abcdef-2\"" };
    private readonly byte[] _content = S3Fixture.Bytes(Size);
    private FaultProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _bucket.Put("a.json", _content);
        _proxy = await FaultProxy.StartAsync(_bucket.AskAsync);
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    [Theory]
    [InlineData("x-amz-checksum-sha256")]
    [InlineData("x-amz-checksum-crc64nvme")]
    [InlineData("x-amz-checksum-crc32c")]
    [InlineData("x-amz-checksum-crc32")]
    public async Task ReadAsync_ChecksumOfTheWholeObject_IsCompared(string header)
    {
        Offer(header, Checksum(header));

        Assert.Equal(_content, await ReadAsync());
        Assert.Equal("ENABLED", Assert.Single(Reads()).Header("x-amz-checksum-mode"));

        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(Size / 2));
        Assert.Contains("damaged", (await Assert.ThrowsAsync<S3SourceException>(ReadAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(2, Reads().Count);
    }

    [Theory]
    [InlineData("x-amz-checksum-sha256")]
    [InlineData("x-amz-checksum-crc32")]
    public async Task ReadAsync_ChecksumAndABreak_IsComparedOverAllTransfers(string header)
    {
        Offer(header, Checksum(header));

        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 3));
        Assert.Equal(_content, await ReadAsync());

        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 3));
        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(7));
        Assert.Contains("damaged", (await Assert.ThrowsAsync<S3SourceException>(ReadAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ChecksumOfParts_IsNotCompared()
    {
        Offer("x-amz-checksum-crc32", "AAAAAA==-2");
        _bucket.ObjectHeaders.Add(("x-amz-checksum-type", "COMPOSITE"));

        Assert.Equal(_content, await ReadAsync());
    }

    [Theory]
    [InlineData("x-amz-server-side-encryption", "aws:kms")]
    [InlineData("x-amz-server-side-encryption", "aws:kms:dsse")]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES256")]
    public async Task ReadAsync_EncryptedWithAKey_TakesTheTagForNoMd5(string header, string value)
    {
        _bucket.ETag = "\"0123456789abcdef0123456789abcdef\"";
        Offer(header, value);

        Assert.Equal(_content, await ReadAsync());
    }

    [Fact]
    public async Task ReadAsync_EncryptedWithAKeyAndAChecksum_ComparesThat()
    {
        _bucket.ETag = "\"0123456789abcdef0123456789abcdef\"";
        Offer("x-amz-server-side-encryption", "aws:kms");
        Offer("x-amz-checksum-crc64nvme", Checksum("x-amz-checksum-crc64nvme"));
        Assert.Equal(_content, await ReadAsync());

        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(0));
        await Assert.ThrowsAsync<S3SourceException>(ReadAsync);
    }

    [Fact]
    public async Task ReadAsync_EncryptedByTheServersOwnKey_ComparesTheMd5()
    {
        _bucket.ETag = "\"0123456789abcdef0123456789abcdef\"";
        Offer("x-amz-server-side-encryption", "AES256");

        await Assert.ThrowsAsync<S3SourceException>(ReadAsync);
    }

    [Theory]
    [InlineData("W/\"weak\"", null)]
    [InlineData("bare", "\"bare\"")]
    public async Task ReadAsync_UnusualTag_IsMatchedWhereThatCanBe(string tag, string? asked)
    {
        _bucket.ETag = tag;
        _proxy.Rules.Add(FaultRules.Reading, Fault.Answer(new ProxyAnswer(200, [("ETag", tag)], _content)));

        Assert.Equal(_content, await ReadAsync());
        Assert.Equal(asked, Assert.Single(Reads()).Header("If-Match"));
    }

    [Fact]
    public async Task ReadAsync_ListedWithoutATag_IsOneVersionFromTheFirstAnswerOn()
    {
        _bucket.ETag = null;
        _proxy.Rules.Add(FaultRules.Listing, Fault.Body(static body => Encoding.UTF8.GetBytes(Tag().Replace(Encoding.UTF8.GetString(body), ""))), times: 10);
        _proxy.Rules.Add(FaultRules.Reading, Fault.TruncateAfter(Size / 2));

        Assert.Equal(_content, await ReadAsync());
        Assert.Equal([false, true], Reads().Select(read => read.Header("If-Match") is not null));

        _proxy.Rules.Add(FaultRules.Reading, Fault.FlipByte(0));
        await Assert.ThrowsAsync<S3SourceException>(ReadAsync);
    }

    private void Offer(string header, string value) => _bucket.ObjectHeaders.Add((header, value));

    private string Checksum(string header) => Convert.ToBase64String(header switch
    {
        "x-amz-checksum-sha256" => SHA256.HashData(_content),
        "x-amz-checksum-crc64nvme" => Crc(ReflectedCrc.Crc64Nvme()),
        "x-amz-checksum-crc32c" => Crc(ReflectedCrc.Crc32C()),
        _ => Crc(ReflectedCrc.Crc32()),
    });

    private byte[] Crc(ReflectedCrc crc)
    {
        crc.Append(_content);
        return crc.Value();
    }

    private async Task<byte[]> ReadAsync()
    {
        using var source = S3Fixture.Source(_proxy.Endpoint);
        return await S3Fixture.ReadAsync(source, Assert.Single(await S3Fixture.ListAsync(source)));
    }

    [GeneratedRegex("<ETag>.*?</ETag>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    private List<ProxyRequest> Reads() => [.. _proxy.Requests.Where(FaultRules.Reading)];
}
