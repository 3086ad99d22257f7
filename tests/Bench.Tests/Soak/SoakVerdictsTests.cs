using MovieGrains.Bench.Soak;

namespace MovieGrains.Bench.Tests.Soak;

public class SoakVerdictsTests
{
    private const int Samples = 30;

    [Fact]
    public void Judge_EverythingAsItWas_KeepsAllBudgets() => Assert.All(SoakVerdicts.Judge(Run(), 0), verdict => Assert.True(verdict.IsKept, verdict.What));

    [Fact]
    public void Judge_AnError_IsNotKept() => Assert.Equal(["errors"], Broken(Run(), errors: 1));

    [Fact]
    public void Judge_MemoryThatGrowsInTheFirstThirdOnly_IsWarmUp() =>
        Assert.Empty(Broken(Run(i => 200e6 + (Math.Min(i, 9) * 20e6))));

    [Fact]
    public void Judge_MemoryThatGoesOnGrowing_IsNotKept() => Assert.Equal(["resident memory grows by"], Broken(Run(i => 200e6 + (i * 1e6))));

    [Fact]
    public void Judge_MemoryThatGrowsWithTheCatalogue_IsKept() => Assert.Empty(Broken(Run(i => 200e6 + (i * 1e6), catalog: i => 50e6 + (i * 1e6))));

    [Fact]
    public void Judge_CatalogueThatShrinks_TakesNothingFromTheBudget() => Assert.Empty(Broken(Run(catalog: i => 90e6 - (i * 1e6))));

    [Fact]
    public void Judge_FewSamplesFarAbove_AreKept() => Assert.Empty(Broken(Run(i => i is 20 or 28 or 29 ? 400e6 : 200e6)));

    [Fact]
    public void Judge_HeapThatGoesOnGrowing_IsNotKept() => Assert.Equal(["managed heap grows by"], Broken(Run(heap: i => 60e6 + (i * 1e6))));

    [Fact]
    public void Judge_FilesThatStayOpen_AreNotKept() => Assert.Equal(["open files grow by"], Broken(Run(files: i => 100 + (i * 2))));

    [Fact]
    public void Judge_ReadsThatBecomeSlower_AreNotKept() => Assert.Equal(["p99, last third × second third"], Broken(Run(p99: i => i < 20 ? 1000 : 1600)));

    [Fact]
    public void Judge_OneSlowSample_IsKept() => Assert.Empty(Broken(Run(p99: i => i == 25 ? 90_000 : 1000)));

    [Fact]
    public void Judge_TooFewSamples_IsNotKept() => Assert.Equal(["samples"], Broken([.. Run().Take(2)]));

    private static IEnumerable<string> Broken(IReadOnlyList<SoakSample> samples, int errors = 0) =>
        SoakVerdicts.Judge(samples, errors).Where(static verdict => !verdict.IsKept).Select(static verdict => verdict.What);

    private static List<SoakSample> Run(
        Func<int, double>? resident = null, Func<int, double>? heap = null, Func<int, double>? catalog = null, Func<int, double>? files = null,
        Func<int, double>? p99 = null) =>
        [.. Enumerable.Range(0, Samples).Select(i => new SoakSample(
            TimeSpan.FromMinutes(i + 1), resident?.Invoke(i) ?? 200e6, heap?.Invoke(i) ?? 60e6, catalog?.Invoke(i) ?? 50e6, 36_000, files?.Invoke(i) ?? 100,
            18_000, 600, 0, TimeSpan.FromMicroseconds(200), TimeSpan.FromMicroseconds(p99?.Invoke(i) ?? 1000),
            TimeSpan.FromMicroseconds(100)))];
}
