using MovieGrains.Bench.Crash;

namespace MovieGrains.EndToEnd;

/// <summary>The short form of <c>./movies bench crash</c>.</summary>
public sealed class CrashTests
{
    private const int Kills = 20;

    [Theory]
    [InlineData(1)]
    public async Task KilledAgainAndAgain_UnderWritesAndIngest_LosesNothingAndDoesNothingTwice(int seed)
    {
        var run = new CrashRun(new CrashSettings { Standalone = StandaloneProcess.Assembly, Kills = Kills, Seed = seed, LargeRecords = 2000 });
        using (run)
            await run.RunAsync(static _ => { }, TestContext.Current.CancellationToken);

        Assert.True(!run.Violations.AreAny, $"Seed {seed}: {string.Join(Environment.NewLine, run.Violations.First)}");
        Assert.Equal(Kills, run.Figures.Kills.Values.Sum());
        Assert.True(run.Figures.Acknowledged > 0);
    }
}
