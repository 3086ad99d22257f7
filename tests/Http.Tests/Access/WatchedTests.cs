using System.Text;
using MovieGrains.Http.Hosting;

namespace MovieGrains.Http.Tests.Access;

public sealed class WatchedTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void Refresh_Unchanged_IsNothingNew()
    {
        var watched = Watch("1");
        Assert.Equal(new WatchOutcome(Changed: false, Fault: null), watched.Refresh());
        Assert.Equal("1", watched.Value);
    }

    [Fact]
    public void Refresh_ChangedWithinATick_IsReadAgain()
    {
        var watched = Watch("1");
        var time = File.GetLastWriteTimeUtc(_path);
        File.WriteAllText(_path, "2");
        File.SetLastWriteTimeUtc(_path, time);
        Assert.Equal(new WatchOutcome(Changed: true, Fault: null), watched.Refresh());
        Assert.Equal("2", watched.Value);
        Assert.False(watched.Refresh().Changed);
    }

    [Fact]
    public void Refresh_BrokenFile_KeepsTheValueAndSaysSoOnce()
    {
        var watched = Watch("1");
        File.WriteAllText(_path, "x");
        Assert.Equal(new WatchOutcome(Changed: true, "'x' is no number"), watched.Refresh());
        Assert.Equal(new WatchOutcome(Changed: false, "'x' is no number"), watched.Refresh());
        Assert.Equal("1", watched.Value);
        File.WriteAllText(_path, "1");
        Assert.Equal(new WatchOutcome(Changed: true, Fault: null), watched.Refresh());
    }

    [Fact]
    public void Refresh_FileGoneAndBack_KeepsTheValueUntilThen()
    {
        var watched = Watch("1");
        File.Delete(_path);
        Assert.True(watched.Refresh().Changed);
        Assert.False(watched.Refresh().Changed);
        Assert.Equal("1", watched.Value);
        File.WriteAllText(_path, "3");
        Assert.Equal(new WatchOutcome(Changed: true, Fault: null), watched.Refresh());
        Assert.Equal("3", watched.Value);
    }

    [Theory]
    [InlineData("x")]
    [InlineData(null)]
    public void Watched_NotToBeReadAtFirst_IsRefused(string? content) => Assert.Throws<FormatException>(() => Watch(content));

    public void Dispose() => File.Delete(_path);

    private Watched<string> Watch(string? content)
    {
        if (content is not null)
            File.WriteAllText(_path, content);
        return new Watched<string>([_path], static files => Number(Encoding.UTF8.GetString(files[0])));
    }

    private static string Number(string text) => text.All(char.IsAsciiDigit) ? text : throw new FormatException($"'{text}' is no number");
}
