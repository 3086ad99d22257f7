using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Tests.Sources.S3;

public sealed class S3SourceOptionsTests
{
    private static readonly S3SourceOptions Valid = new() { Bucket = "movies" };

    [Fact]
    public void Validate_Defaults_AreValid() => Valid.Validate();

    [Fact]
    public void Validate_OutOfRange_NamesTheOption()
    {
        Refuses(Valid with { Bucket = "" }, "bucket");
        Refuses(Valid with { Prefix = new string('x', 1025) }, "prefix");
        Refuses(Valid with { Endpoint = new Uri("ftp://host") }, "endpoint");
        Refuses(Valid with { Endpoint = new Uri("http://me:secret@host") }, "endpoint");
        Refuses(Valid with { ReadTimeout = TimeSpan.FromMilliseconds(99) }, nameof(S3SourceOptions.ReadTimeout));
        Refuses(Valid with { ReadTimeout = TimeSpan.FromMinutes(11) }, nameof(S3SourceOptions.ReadTimeout));
        Refuses(Valid with { Attempts = 0 }, nameof(S3SourceOptions.Attempts));
        Refuses(Valid with { Attempts = 21 }, nameof(S3SourceOptions.Attempts));
        Refuses(Valid with { Resumes = -1 }, nameof(S3SourceOptions.Resumes));
        Refuses(Valid with { Resumes = 10_001 }, nameof(S3SourceOptions.Resumes));
        Refuses(Valid with { BackOff = TimeSpan.Zero }, nameof(S3SourceOptions.BackOff));
        Refuses(Valid with { MaxBackOff = TimeSpan.FromMilliseconds(199) }, nameof(S3SourceOptions.MaxBackOff));
        Refuses(Valid with { MaxBackOff = TimeSpan.FromMinutes(6) }, nameof(S3SourceOptions.MaxBackOff));
        Refuses(Valid with { PageSize = 0 }, nameof(S3SourceOptions.PageSize));
        Refuses(Valid with { PageSize = 1_001 }, nameof(S3SourceOptions.PageSize));
    }

    private static void Refuses(S3SourceOptions options, string named)
    {
        var message = Assert.Throws<InvalidOperationException>(options.Validate).Message;
        Assert.Contains(named, message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }
}
