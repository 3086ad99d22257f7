using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Tests.Sources.S3;

public sealed class S3UrlTests
{
    [Theory]
    [InlineData("s3://movies", "movies", "")]
    [InlineData("s3://movies/", "movies", "")]
    [InlineData("S3://movies/drop/", "movies", "drop/")]
    [InlineData("s3://my.movies-1//a b+%20ü?#&/../", "my.movies-1", "/a b+%20ü?#&/../")]
    public void TryParse_BucketAndPrefix_AreTakenLiterally(string text, string bucket, string prefix)
    {
        Assert.True(S3Url.TryParse(text, out var url, out _));
        Assert.Equal(new S3Url(bucket, prefix), url);
    }

    [Theory]
    [InlineData("movies")]
    [InlineData("http://movies/")]
    [InlineData("s3:/movies")]
    [InlineData("s3://")]
    [InlineData("s3:///prefix")]
    [InlineData("s3://mo")]
    [InlineData("s3://Movies")]
    [InlineData("s3://mov_ies")]
    [InlineData("s3://mov..ies")]
    [InlineData("s3://-movies")]
    [InlineData("s3://movies\n")]
    public void TryParse_NoBucket_SaysWhy(string text)
    {
        Assert.False(S3Url.TryParse(text, out var url, out var fault));
        Assert.Null(url);
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void TryParse_PrefixOfMoreThanAKey_IsRefused()
    {
        Assert.True(S3Url.TryParse("s3://movies/" + new string('ü', 512), out _, out _));
        Assert.False(S3Url.TryParse("s3://movies/" + new string('ü', 513), out _, out _));
    }

    [Fact]
    public void TryParse_PrefixThatIsNoText_IsRefused() => Assert.False(S3Url.TryParse("s3://movies/\uD800", out _, out _));

    [Fact]
    public void TryParse_Credentials_AreNotRepeated()
    {
        Assert.False(S3Url.TryParse("s3://me:secret@movies/", out _, out var fault));
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Parsed_IsTheSameAtEachStart() =>
        Assert.Equal("s3://movies/", S3Url.TryParse("S3://movies", out var url, out _) ? url.ToString() : null);
}
