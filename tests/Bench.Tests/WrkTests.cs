using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Tests;

public class WrkTests
{
    [Fact]
    public void Parse_OutputWithFigures_ReadsThem()
    {
        var result = Wrk.Parse("Running 3s test\nRequests/sec: 66607.40\nfigures 199894 3001078 300 920 1624 8392 2\n");
        Assert.Equal(66_607.4, result!.Rate, 0.1);
        Assert.Equal(TimeSpan.FromMicroseconds(1624), result.P99);
        Assert.Equal(2, result.Failures);
    }

    [Fact]
    public void Parse_OutputWithoutFigures_IsNone() => Assert.Null(Wrk.Parse("unable to connect"));
}
