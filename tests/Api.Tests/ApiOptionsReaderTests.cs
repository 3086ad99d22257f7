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
    public void Usage_EverySetting_IsNamed()
    {
        foreach (var setting in ApiSettings.All)
            Assert.Contains(setting.Variable, ApiSettings.Usage, StringComparison.Ordinal);
    }

    private static ApiOptionsReader Reader(string[] arguments) => new(new CommandLine(ApiSettings.All, arguments), _ => null, _ => null);
}
