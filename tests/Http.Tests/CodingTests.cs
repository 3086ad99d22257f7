using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.Primitives;
using MovieGrains.Http.Answers;

namespace MovieGrains.Http.Tests;

public sealed class CodingTests
{
    [Theory]
    [InlineData(null, "Identity")]
    [InlineData("", "Identity")]
    [InlineData("br", "Brotli")]
    [InlineData("gzip", "Gzip")]
    [InlineData("gzip, deflate, br, zstd", "Brotli")]
    [InlineData("GZip;q=1.0, br;q=0.5", "Gzip")]
    [InlineData("gzip;q=0, br;q=0", "Identity")]
    [InlineData("deflate", "Identity")]
    [InlineData("*", "Brotli")]
    [InlineData("*;q=0.5, br;q=0", "Gzip")]
    [InlineData("identity, gzip;q=0.5", "Identity")]
    [InlineData("identity;q=0.5, gzip", "Gzip")]
    [InlineData("identity;q=0", null)]
    [InlineData("*;q=0", null)]
    [InlineData("*;q=0, identity", "Identity")]
    [InlineData("identity;q=0, gzip;q=0.1", "Gzip")]
    [InlineData(";;,=,q", "Identity")]
    public void Choose_AcceptEncoding_ByWeight(string? header, string? expected) =>
        Assert.Equal(expected, AcceptEncoding.Choose(header is null ? default : new StringValues(header), worthwhile: true)?.ToString());

    [Fact]
    public void Choose_ShortBody_IsCodedOnlyWhenItMust()
    {
        Assert.Equal(ContentCoding.Identity, AcceptEncoding.Choose("gzip, br", worthwhile: false));
        Assert.Equal(ContentCoding.Gzip, AcceptEncoding.Choose("gzip, identity;q=0", worthwhile: false));
    }

    [Theory]
    [InlineData("br", "-br\"")]
    [InlineData("gzip", "-gzip\"")]
    public async Task Body_Long_IsCodedAndTagged(string coding, string suffix)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Body = "{\"items\":[" + string.Join(',', Enumerable.Repeat("\"movie\"", 3000)) + "]}";
        using var plain = await surface.GetAsync("/movies");
        using var coded = await surface.GetAsync("/movies", ("Accept-Encoding", coding));
        Assert.Equal([coding], coded.Content.Headers.ContentEncoding);
        Assert.Equal(plain.Headers.ETag!.Tag[..^1] + suffix, coded.Headers.ETag!.Tag);
        var bytes = await coded.Content.ReadAsByteArrayAsync();
        Assert.Equal(bytes.Length, coded.Content.Headers.ContentLength);
        Assert.Equal(surface.Catalog.Body, await Decode(coding, bytes));

        using var known = await surface.GetAsync("/movies", ("Accept-Encoding", coding), ("If-None-Match", coded.Headers.ETag.Tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(coded.Headers.ETag, known.Headers.ETag);
        using var head = await surface.SendAsync(HttpMethod.Head, "/movies", ("Accept-Encoding", coding));
        Assert.Equal(bytes.Length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Body_NoCodingAcceptable_406()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync("/movies", ("Accept-Encoding", "identity;q=0"));
        await TestSurface.ProblemAsync(response, 406);
    }

    private static async Task<string> Decode(string coding, byte[] bytes)
    {
        await using Stream decoder = coding is "br"
            ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return await new StreamReader(decoder).ReadToEndAsync();
    }
}
