using MovieGrains.Bench.Ingest;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Soak;

namespace MovieGrains.EndToEnd;

/// <summary>Some seconds of <c>./movies bench soak</c>: too short to judge memory by, long enough that everything is asked of the server that
/// the long form asks.</summary>
public sealed class SoakTests
{
    private const int Movies = 500;

    [Fact]
    public async Task Soak_ForSomeSeconds_FindsNoErrorAndDoesEverything()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are watched with what only Linux tells of them.");
        var cancellation = TestContext.Current.CancellationToken;
        var settings = new SoakSettings
        {
            Time = TimeSpan.FromSeconds(4),
            Feed = MovieFeed.Generated(Movies),
            Reads = 50,
            Writes = 20,
            Drops = TimeSpan.FromSeconds(0.5),
            Exports = TimeSpan.FromSeconds(0.5),
        };
        using var place = new Workplace();
        DropFiles.WriteSet(settings.Feed, place.Source, version: 0);
        await using var server = await SoakStandalone.StartAsync(StandaloneProcess.Assembly, place, cancellation);
        var run = new SoakRun(server, place, settings);

        await run.RunAsync(static _ => { }, cancellation);

        Assert.True(!run.Violations.AreAny, string.Join(Environment.NewLine, run.Violations.First));
        Assert.NotEmpty(run.Samples);
        Assert.All(run.Samples, static sample => Assert.True(sample.Reads > 0 && sample.Resident > 0 && sample.Heap > 0 && sample.Catalog > 0 && sample.OpenFiles > 0));
        Assert.True(run.Samples.Sum(static sample => sample.Writes) > 0);
    }
}
