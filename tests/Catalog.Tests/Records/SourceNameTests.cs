using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Tests.Records;

public sealed class SourceNameTests
{
    [Theory]
    [InlineData("/srv/films/drops", "drops")]
    [InlineData("/srv/films/2026.json", "2026.json")]
    [InlineData("/", "/")]
    [InlineData("s3://bucket/some/prefix/", "s3://bucket/some/prefix/")]
    [InlineData("drop", "drop")]
    [InlineData("", "")]
    public void Shown_AnyName_HasNoPathOfTheMachine(string name, string shown) => Assert.Equal(shown, SourceName.Shown(name));
}
