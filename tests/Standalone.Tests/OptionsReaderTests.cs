using System.Net;
using MovieGrains.Standalone.Settings;

namespace MovieGrains.Standalone.Tests;

public sealed class OptionsReaderTests
{
    private static readonly string Folder = Path.GetTempPath();

    [Fact]
    public void Read_NothingSet_TakesTheDefaults()
    {
        var options = Read([], [], [])!;
        Assert.Equal(
            new StandaloneOptions("sample", 8080, IPAddress.Loopback, Path.GetFullPath("data"), TimeSpan.FromSeconds(2), TimeSpan.Zero),
            options);
    }

    [Fact]
    public void Read_SetInSeveralPlaces_CommandLineThenEnvironmentThenFile()
    {
        Dictionary<string, string> file = new(StringComparer.Ordinal)
        {
            ["Movies:port"] = "1", ["Movies:poll"] = "5", ["Movies:bind"] = "::1", ["Movies:drain"] = "0.5",
        };
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["MOVIES_PORT"] = "2", ["MOVIES_POLL"] = "6", ["MOVIES_BIND"] = "",
        };
        var options = Read(["--port=3", "--source", Folder], environment, file)!;
        Assert.Equal((3, 6.0, 0.5), (options.Port, options.Poll.TotalSeconds, options.Drain.TotalSeconds));
        Assert.Equal(IPAddress.IPv6Loopback, options.Bind);
        Assert.Equal(Path.GetFullPath(Folder), options.Source);
    }

    [Theory]
    [InlineData("There is no option --prot.", "--prot", "1")]
    [InlineData("There is no option --prot.", "--prot=1")]
    [InlineData("There is no option serve.", "serve")]
    [InlineData("--port needs a value: --port N.", "--port")]
    [InlineData("--port is given twice.", "--port", "1", "--port", "2")]
    [InlineData("--port: '' is no value.", "--port=")]
    [InlineData("--port: 'x' is not a whole number from 0 to 65535.", "--port", "x")]
    [InlineData("--port: '-1' is not a whole number from 0 to 65535.", "--port", "-1")]
    [InlineData("--port: '65536' is not a whole number from 0 to 65535.", "--port", "65536")]
    [InlineData("--bind: 'here' is not an IP address.", "--bind", "here")]
    [InlineData("--source: '/no/such' is neither a folder nor a file.", "--source", "/no/such")]
    [InlineData("--poll: '0' is not a number from 0.05 to 86400.", "--poll", "0")]
    [InlineData("--poll: 'NaN' is not a number from 0.05 to 86400.", "--poll", "NaN")]
    [InlineData("--drain: '301' is not a number from 0 to 300.", "--drain", "301")]
    public void Read_BadArgument_IsExplainedInOneSentence(string expected, params string[] arguments)
    {
        var reader = new OptionsReader(new CommandLine(arguments), _ => null, _ => null, "sample");
        Assert.Null(reader.Read());
        Assert.Equal(expected, Assert.Single(reader.Faults));
    }

    [Fact]
    public void Read_BadVariable_NamesTheVariable()
    {
        var reader = new OptionsReader(new CommandLine([]), name => name is "MOVIES_PORT" ? "x" : null, _ => null, "sample");
        Assert.Null(reader.Read());
        Assert.StartsWith("MOVIES_PORT: ", Assert.Single(reader.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_EverySetting_IsNamed()
    {
        foreach (var setting in Setting.All)
        {
            Assert.Contains($"--{setting.Name} {setting.Placeholder}", CommandLine.Usage, StringComparison.Ordinal);
            Assert.Contains(setting.Variable, CommandLine.Usage, StringComparison.Ordinal);
        }
        Assert.True(new CommandLine(["--port", "1", "--help"]).WantsHelp);
    }

    private static StandaloneOptions? Read(string[] arguments, Dictionary<string, string> environment, Dictionary<string, string> file) =>
        new OptionsReader(new CommandLine(arguments), environment.GetValueOrDefault, file.GetValueOrDefault, "sample").Read();
}
