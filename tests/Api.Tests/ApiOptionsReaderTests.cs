using System.Net;
using MovieGrains.Api.Settings;
using MovieGrains.Http.Settings;

namespace MovieGrains.Api.Tests;

public sealed class ApiOptionsReaderTests
{
    [Fact]
    public void Read_NothingSet_AsksTheSiloOfThisMachine()
    {
        var options = Reader([]).Read()!;
        Assert.Equal((null, 30000, 8080), (options.Postgres, options.GatewayPort, options.Port));
        Assert.Equal(("movies", "movies"), (options.ClusterId, options.ServiceId));
        Assert.Equal(IPAddress.Loopback, options.Bind);
        Assert.Empty(options.Access.Keys);
    }

    [Theory]
    [InlineData("--gateway-port: '0' is no port at which a silo can be found.", "--gateway-port", "0")]
    [InlineData("--port: 'x' is not a whole number from 0 to 65535.", "--port", "x")]
    [InlineData("--postgres: is no connection string such as Host=db;Database=movies;Username=movies;Password=….", "--postgres", "Password=my-secret")]
    [InlineData("There is no option --source.", "--source", "x")]
    public void Read_BadArgument_IsExplainedInOneSentence(string expected, params string[] arguments)
    {
        var reader = Reader(arguments);
        Assert.Null(reader.Read());
        Assert.Equal(expected, Assert.Single(reader.Faults));
    }

    [Fact]
    public void Read_DatabaseFromAFile_IsWhatItSaysWithoutTheLineEnd()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(path, "Host=db;Password=my-secret\r\n");
            Assert.Equal("Host=db;Password=my-secret", Of(("MOVIES_POSTGRES_FILE", path)).Read()!.Postgres);
            Assert.Equal("Host=db;Password=my-secret", Of(("MOVIES_POSTGRES_FILE", path), ("MOVIES_POSTGRES", "")).Read()!.Postgres);

            var both = Of(("MOVIES_POSTGRES_FILE", path), ("MOVIES_POSTGRES", "Host=x"));
            Assert.Null(both.Read());
            Assert.Equal("MOVIES_POSTGRES_FILE: MOVIES_POSTGRES is given, too; only one of them may be.", Assert.Single(both.Faults));

            File.WriteAllText(path, "Password=my-secret");
            var bad = Of(("MOVIES_POSTGRES_FILE", path));
            Assert.Null(bad.Read());
            Assert.DoesNotContain("my-secret", Assert.Single(bad.Faults), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
        var missing = Of(("MOVIES_POSTGRES_FILE", path));
        Assert.Null(missing.Read());
        Assert.StartsWith("MOVIES_POSTGRES_FILE: ", Assert.Single(missing.Faults), StringComparison.Ordinal);

        static ApiOptionsReader Of(params (string Name, string Value)[] variables) => new(
            new CommandLine(ApiSettings.All, []), name => Array.Find(variables, variable => variable.Name == name).Value, _ => null);
    }

    [Theory]
    [InlineData("--cluster-tls-certificate", "x")]
    [InlineData("--cluster-tls-key", "x", "--cluster-tls-ca", "y")]
    [InlineData("--tls-key", "x")]
    public void Read_APartOfTls_IsRefusedRatherThanGoneOnWithout(params string[] arguments)
    {
        var reader = Reader(arguments);
        Assert.Null(reader.Read());
        Assert.Contains("go together", Assert.Single(reader.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_EverySetting_IsNamed()
    {
        foreach (var setting in ApiSettings.All)
            Assert.Contains(setting.Variable, ApiSettings.Usage, StringComparison.Ordinal);
    }

    private static ApiOptionsReader Reader(string[] arguments) => new(new CommandLine(ApiSettings.All, arguments), _ => null, _ => null);
}
