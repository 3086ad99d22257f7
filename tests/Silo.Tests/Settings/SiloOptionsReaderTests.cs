using System.Net;
using MovieGrains.Http.Settings;
using MovieGrains.Ingest.Sources;
using MovieGrains.Silo.Settings;

namespace MovieGrains.Silo.Tests.Settings;

public sealed class SiloOptionsReaderTests
{
    [Fact]
    public void Read_NothingSet_IsASingleSiloInMemoryForThisMachineAlone()
    {
        var options = Reader([]).Read()!;
        Assert.Null(options.Postgres);
        Assert.Empty(options.Sources);
        Assert.Equal((11111, 30000, 8081), (options.SiloPort, options.GatewayPort, options.Port));
        Assert.Equal(("movies", "movies"), (options.ClusterId, options.ServiceId));
        Assert.Equal((IPAddress.Loopback, IPAddress.Loopback), (options.Advertised, options.Bind));
    }

    [Fact]
    public void Read_EverythingSet_IsTaken()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MOVIES_SOURCE"] = "s3://bucket/drops/ | s3://other", ["MOVIES_POSTGRES"] = "Host=db;Password=x", ["MOVIES_ADVERTISE"] = "10.0.0.7",
        };
        var options = Reader(["--cluster-id", "a.b", "--silo-port=0", "--gateway-port=0"], environment).Read()!;
        Assert.Equal([new BucketPlace(new S3Url("bucket", "drops/")), new BucketPlace(new S3Url("other", ""))], options.Sources);
        Assert.Equal(("Host=db;Password=x", "a.b", 0), (options.Postgres, options.ClusterId, options.GatewayPort));
        Assert.Equal(IPAddress.Parse("10.0.0.7"), options.Advertised);
    }

    [Theory]
    [InlineData("--silo-port: 'x' is not a whole number from 0 to 65535.", "--silo-port", "x")]
    [InlineData("--gateway-port: '11111' is the port for silos and for API processes; they must be two.", "--gateway-port", "11111")]
    [InlineData("--advertise: '0.0.0.0' is no address at which anybody is reached.", "--advertise", "0.0.0.0")]
    [InlineData("--advertise: '10.0.0.7' needs --postgres: without a database a silo is for its own machine alone.", "--advertise", "10.0.0.7")]
    [InlineData("--cluster-id: 'a b' is not 1 to 100 letters, digits, dots, dashes or underscores.", "--cluster-id", "a b")]
    [InlineData("--source: '/no/such' is neither a folder nor a file, nor a bucket such as s3://bucket/prefix.", "--source", "/no/such")]
    [InlineData("--source: 's3://bucket' is given twice.", "--source", "s3://bucket", "--source", "s3://bucket")]
    [InlineData("--memory: '63kB' is no size of 64kB at least, such as 512MB or 4GB.", "--memory", "63kB")]
    [InlineData("--memory: '1.5GB' is no size of 64kB at least, such as 512MB or 4GB.", "--memory", "1.5GB")]
    [InlineData("--memory: '99999999999TB' is no size of 64kB at least, such as 512MB or 4GB.", "--memory", "99999999999TB")]
    [InlineData("--split-above: '999' is not a whole number from 1000 to 10000000.", "--split-above", "999")]
    [InlineData("There is no option --data.", "--data", "x")]
    public void Read_BadArgument_IsExplainedInOneSentence(string expected, params string[] arguments)
    {
        var reader = Reader(arguments);
        Assert.Null(reader.Read());
        Assert.Equal(expected, Assert.Single(reader.Faults));
    }

    [Theory]
    [InlineData("65536", 65_536)]
    [InlineData("64kB", 65_536)]
    [InlineData("512mb", 512L << 20)]
    [InlineData("4 GB", 4L << 30)]
    public void Read_Memory_IsInBytes(string given, long expected) =>
        Assert.Equal((expected, 250_000), (Reader(["--memory", given]).Read()!.Memory, Reader([]).Read()!.SplitAbove));

    [Theory]
    [InlineData("postgres://movies:my-secret@db/movies")]
    [InlineData("Password=my-secret")]
    [InlineData("Host=db;Port=my-secret")]
    [InlineData("Host=db;Nonsense=my-secret")]
    public void Read_BadConnection_IsNotRepeated(string connection)
    {
        var reader = Reader(["--postgres", connection]);
        Assert.Null(reader.Read());
        Assert.Equal("--postgres: " + ClusterSettings.BadConnection, Assert.Single(reader.Faults));
    }

    private static SiloOptionsReader Reader(string[] arguments, Dictionary<string, string>? environment = null) =>
        new(new CommandLine(SiloSettings.All, arguments), name => environment?.GetValueOrDefault(name), _ => null);
}
