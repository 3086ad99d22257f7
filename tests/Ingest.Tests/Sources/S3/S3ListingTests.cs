using System.Text;
using MovieGrains.Ingest.Sources;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Sources.S3;

/// <summary>Listing a real server's bucket.</summary>
public sealed class S3ListingTests(S3Fixture fixture) : IClassFixture<S3Fixture>
{
    private readonly string _prefix = fixture.NewPrefix();

    [Fact]
    public async Task ListAsync_Bucket_GivesDropFilesOnly()
    {
        foreach (var name in (string[])["a.json", "B.NDJSON", "sub/deep/c.json.gz", "sub/d.NdJson.GZ", "e.txt", ".hidden.json", "json", "i.json.bak"])
            await PutAsync(name, "[]");
        await fixture.Server.PutAsync("test-0/other.json", "[]"u8.ToArray());
        using var source = S3Fixture.Source(fixture.Server.Endpoint, _prefix);

        Assert.Equal(["B.NDJSON", "a.json", "sub/d.NdJson.GZ", "sub/deep/c.json.gz"], Names(await S3Fixture.ListAsync(source)));
    }

    [Fact]
    public async Task ListAsync_EmptyObject_IsThereAndAFoldersMarkIsNot()
    {
        await PutAsync("empty.json", "");
        await PutAsync("folder.json/", "");
        using var source = S3Fixture.Source(fixture.Server.Endpoint, _prefix);

        var empty = Assert.Single(await S3Fixture.ListAsync(source));

        Assert.Equal((_prefix + "empty.json", 0), (empty.Key, empty.Bytes));
        Assert.Empty(await S3Fixture.ReadAsync(source, empty));
    }

    [Fact]
    public async Task ListAsync_ThreeThousandObjects_GivesEachOnce()
    {
        var keys = Enumerable.Range(0, 3_000).Select(i => $"{_prefix}{i:D4}.json").ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (key, _) => await fixture.Server.PutAsync(key, Encoding.UTF8.GetBytes(key)));
        await using var proxy = await FaultProxy.StartAsync(fixture.Server.Endpoint);
        using var source = S3Fixture.Source(proxy.Endpoint, _prefix);

        var files = await S3Fixture.ListAsync(source);

        Assert.Equal(keys, files.Select(file => file.Key).Order(StringComparer.Ordinal));
        Assert.Equal(3, proxy.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_PagesOfOne_GiveTheSame()
    {
        foreach (var name in (string[])["a.json", "b.txt", "c.json", "d.json"])
            await PutAsync(name, "[]");
        using var source = S3Fixture.Source(fixture.Server.Endpoint, _prefix, options => options with { PageSize = 1 });

        Assert.Equal(["a.json", "c.json", "d.json"], Names(await S3Fixture.ListAsync(source)));
    }

    [Fact]
    public async Task FindAsync_Object_IsWhatTheListingHas()
    {
        await PutAsync("a.json", "[]");
        await PutAsync("a.json.gz", "[]");
        using var source = S3Fixture.Source(fixture.Server.Endpoint, _prefix);

        foreach (var file in await S3Fixture.ListAsync(source))
            Assert.Equal(file, await source.FindAsync(file.Key, CancellationToken.None));
    }

    [Fact]
    public async Task FindAsync_NoDropFileOfThisSource_IsNull()
    {
        await PutAsync("a.json.gz", "[]");
        await PutAsync("b.txt", "[]");
        using var source = S3Fixture.Source(fixture.Server.Endpoint, _prefix);

        Assert.Null(await source.FindAsync(_prefix + "a.json", CancellationToken.None));
        Assert.Null(await source.FindAsync(_prefix + "b.txt", CancellationToken.None));
        Assert.Null(await source.FindAsync("elsewhere/a.json.gz", CancellationToken.None));
    }

    [Fact]
    public async Task FindAsync_RemovedObject_IsNull()
    {
        await PutAsync("a.json", "[]");
        using var source = S3Fixture.Source(fixture.Server.Endpoint, _prefix);
        Assert.NotNull(await source.FindAsync(_prefix + "a.json", CancellationToken.None));

        await fixture.Server.DeleteAsync(_prefix + "a.json");

        Assert.Null(await source.FindAsync(_prefix + "a.json", CancellationToken.None));
    }

    /// <summary>What files can be called, on a server that keeps objects in files.</summary>
    [Theory]
    [InlineData(" blank at both ends .json")]
    [InlineData("a+b=c&d#e?f;g:h@i$j,k.json")]
    [InlineData("%41%2F%zz%.json")]
    [InlineData("für Ünïcödé 🎬 ﬁ.json")]
    [InlineData("<'\"`>{}[]|^~!*().json")]
    [InlineData("back\\slash.json")]
    [InlineData("control\u0001\u001f\u007f\r\n\t.json")]
    public async Task ListAsync_AwkwardKey_CanBeFoundAndRead(string name)
    {
        await PutAsync(name, name);
        await using var proxy = await FaultProxy.StartAsync(fixture.Server.Endpoint);
        using var source = S3Fixture.Source(proxy.Endpoint, _prefix);

        var file = Assert.Single(await S3Fixture.ListAsync(source));

        Assert.Equal(_prefix + name, file.Key);
        Assert.Equal(file, await source.FindAsync(file.Key, CancellationToken.None));
        Assert.Equal(name, Encoding.UTF8.GetString(await S3Fixture.ReadAsync(source, file)));
    }

    [Fact]
    public async Task ListAsync_NoSuchBucket_SaysSo()
    {
        using var source = S3Fixture.Source(fixture.Server.Endpoint, "", options => options with { Bucket = "nowhere" });

        var failure = await Assert.ThrowsAsync<S3SourceException>(() => S3Fixture.ListAsync(source));

        Assert.Equal("s3://nowhere/ could not be listed: there is no bucket 'nowhere'.", failure.Message);
    }

    private Task PutAsync(string name, string content) => fixture.Server.PutAsync(_prefix + name, Encoding.UTF8.GetBytes(content));

    private IEnumerable<string> Names(List<SourceObject> files) =>
        files.Select(file => file.Key[_prefix.Length..]).Order(StringComparer.Ordinal);
}
