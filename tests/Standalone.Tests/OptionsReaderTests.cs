using System.Net;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Settings;
using MovieGrains.Ingest.Sources;
using MovieGrains.Standalone.Settings;

namespace MovieGrains.Standalone.Tests;

public sealed class OptionsReaderTests
{
    private static readonly string Folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());

    [Fact]
    public void Read_NothingSet_TakesTheDefaults()
    {
        var options = Read([], [], [])!;
        Assert.Equal([new FolderPlace("sample")], options.Sources);
        Assert.Equal((8080, IPAddress.Loopback, Path.GetFullPath("data")), (options.Port, options.Bind, options.Data));
        Assert.Equal((null, TimeSpan.Zero, null), (options.Poll, options.Drain, options.S3Endpoint));
        Assert.Empty(options.Access.Keys);
        Assert.False(options.Access.ReadOnly);
    }

    /// <summary>A volume that is not mounted is no reason not to serve what is there.</summary>
    [Fact]
    public void Read_FolderThatIsAway_IsTakenOnlyWithACatalogueToServe()
    {
        var data = Directory.CreateTempSubdirectory("options").FullName;
        string[] line = ["--source", "/no/such", "--data", data];
        Assert.Null(Read(line, [], []));
        File.WriteAllText(Path.Combine(data, "log-00000000000000000000.mgl"), "");
        Assert.Equal([new FolderPlace(Path.GetFullPath("/no/such"))], Read(line, [], [])!.Sources);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void Read_SnapshotLogBytes_IsTakenAndNotInTheUsageText()
    {
        Assert.Equal(8 << 20, Read([], [], [])!.SnapshotLogBytes);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MOVIES_SNAPSHOT_LOG_BYTES"] = "4096" };
        Assert.Equal(4096, Read([], environment, [])!.SnapshotLogBytes);
        Assert.DoesNotContain("snapshot-log", StandaloneSettings.Usage, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SearchRules_AreReadAndWhatIsWrongIsSaid()
    {
        Assert.Null(Read([], [], [])!.SearchRules);
        var path = Path.GetTempFileName();
        using (var builtIn = typeof(SearchRules).Assembly.GetManifestResourceStream("search-rules.json")!)
        using (var file = File.Create(path))
            builtIn.CopyTo(file);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MOVIES_SEARCH_RULES"] = path };
        Assert.NotNull(Read([], environment, [])!.SearchRules);
        File.WriteAllText(path, """{"stopwords":[]}""");
        Assert.Contains("The search rules have no stop_words", Assert.Single(FaultsOf("--search-rules", path)), StringComparison.Ordinal);
        File.WriteAllBytes(path, new byte[(1 << 20) + 1]);
        Assert.Contains("is longer than 1 MiB", Assert.Single(FaultsOf("--search-rules", path)), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("can't be used", Assert.Single(FaultsOf("--search-rules", path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralSources_OnTheLineOrInTheVariable()
    {
        SourcePlace[] expected = [new FolderPlace(Path.GetFullPath(Folder)), new BucketPlace(new S3Url("bucket", "drops/"))];
        Assert.Equal(expected, Read(["--source", Folder, "--source", "s3://bucket/drops/"], [], [])!.Sources);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MOVIES_SOURCE"] = $"{Folder} | s3://bucket/drops/" };
        Assert.Equal(expected, Read([], environment, [])!.Sources);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("False", false)]
    public void Read_Switch_IsOnOrOff(string value, bool expected)
    {
        Assert.True(Read(["--read-only", "--writer-url", "https://writer:8080"], [], [])!.Access.ReadOnly);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MOVIES_READ_ONLY"] = value };
        Assert.Equal(expected, Read([], environment, [])!.Access.ReadOnly);
    }

    [Fact]
    public void Read_ApiKeys_AreKeptAsHashes()
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("secret"u8));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MOVIES_API_KEYS"] = $"loader:{hash}, editor:{hash}" };
        Assert.Equal(["loader", "editor"], Read([], environment, [])!.Access.Keys.Select(k => k.Name));
    }

    [Fact]
    public void Read_KeyInPlaceOfItsHash_IsNotRepeated()
    {
        var reader = new OptionsReader(new CommandLine(StandaloneSettings.All, ["--api-keys", "loader:my-secret"]), _ => null, _ => null, "sample");
        Assert.Null(reader.Read());
        Assert.DoesNotContain("my-secret", Assert.Single(reader.Faults), StringComparison.Ordinal);
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
        Assert.Equal((3, 6.0, 0.5), (options.Port, options.Poll!.Value.TotalSeconds, options.Drain.TotalSeconds));
        Assert.Equal(IPAddress.IPv6Loopback, options.Bind);
        Assert.Equal([new FolderPlace(Path.GetFullPath(Folder))], options.Sources);
    }

    [Theory]
    [InlineData("--snapshot-log-bytes: '0' is not a whole number from 1.", "--snapshot-log-bytes", "0")]
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
    [InlineData("--source: '/no/such' is neither a folder nor a file, nor a bucket such as s3://bucket/prefix.", "--source", "/no/such")]
    [InlineData("--source: '/tmp' is given twice.", "--source", "/tmp", "--source", "/tmp")]
    [InlineData("--source: '/tmp/' is given twice.", "--source", "/tmp", "--source", "/tmp/")]
    [InlineData("--source: The bucket's name is missing: s3://bucket/prefix.", "--source", "s3:///x")]
    [InlineData("--s3-endpoint: 'here' is not a URL that begins with http:// or https://.", "--s3-endpoint", "here")]
    [InlineData("--read-only: 'maybe' is neither true nor false.", "--read-only=maybe")]
    [InlineData("--poll: '0' is not a number from 0.05 to 86400.", "--poll", "0")]
    [InlineData("--poll: 'NaN' is not a number from 0.05 to 86400.", "--poll", "NaN")]
    [InlineData("--drain: '301' is not a number from 0 to 300.", "--drain", "301")]
    public void Read_BadArgument_IsExplainedInOneSentence(string expected, params string[] arguments)
    {
        var reader = new OptionsReader(new CommandLine(StandaloneSettings.All, arguments), _ => null, _ => null, "sample");
        Assert.Null(reader.Read());
        Assert.Equal(expected, Assert.Single(reader.Faults));
    }

    [Fact]
    public void Read_BadVariable_NamesTheVariable()
    {
        var reader = new OptionsReader(new CommandLine(StandaloneSettings.All, []), name => name is "MOVIES_PORT" ? "x" : null, _ => null, "sample");
        Assert.Null(reader.Read());
        Assert.StartsWith("MOVIES_PORT: ", Assert.Single(reader.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_EverySettingButThoseForTrials_IsNamed()
    {
        foreach (var setting in StandaloneSettings.All.Where(static setting => setting.IsInUsage))
        {
            Assert.Contains($"--{setting.Name} {setting.Placeholder}".TrimEnd(), StandaloneSettings.Usage, StringComparison.Ordinal);
            Assert.Contains(setting.Variable, StandaloneSettings.Usage, StringComparison.Ordinal);
        }
        Assert.True(new CommandLine(StandaloneSettings.All, ["--port", "1", "--help"]).WantsHelp);
    }

    private static IReadOnlyList<string> FaultsOf(params string[] arguments)
    {
        var reader = new OptionsReader(new CommandLine(StandaloneSettings.All, arguments), _ => null, _ => null, "sample");
        Assert.Null(reader.Read());
        return reader.Faults;
    }

    private static StandaloneOptions? Read(string[] arguments, Dictionary<string, string> environment, Dictionary<string, string> file) =>
        new OptionsReader(new CommandLine(StandaloneSettings.All, arguments), environment.GetValueOrDefault, file.GetValueOrDefault, "sample").Read();
}
