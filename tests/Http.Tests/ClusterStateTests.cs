using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Catalog;
using MovieGrains.Http.Cluster;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed class ClusterStateTests
{
    private readonly FakeCluster _cluster = new();

    [Fact]
    public async Task Get_Cluster_TellsOfSilosAndPartitions()
    {
        await using var surface = await StartAsync();
        using var response = await surface.GetAsync("/cluster");
        Assert.Equal(
            """{"silos":[{"name":"a","address":"10.0.0.1:11111","status":"active","movies":36253,"bytes":32500000,"staleness_ms":3},"""
            + """{"name":"b","address":"10.0.0.2:11111","status":"shutting_down"}]"""
            + ""","partitions":[{"name":"year/1999","silo":"a","movies":412,"bytes":350000,"version":7,"staleness_ms":0}]}""",
            await response.Content.ReadAsStringAsync());
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task Get_NoCluster_SaysThatItIsOneProcess()
    {
        await using var surface = await TestSurface.StartAsync();
        var problem = await surface.ProblemAsync("/cluster", 404);
        Assert.Equal("urn:moviegrains:problem:no-cluster", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Get_NobodyAnswers_IsUnavailable()
    {
        await using var surface = await StartAsync();
        _cluster.Failure = new CatalogUnavailableException("No silo has told.");
        var problem = await surface.ProblemAsync("/cluster", 503);
        Assert.Equal("urn:moviegrains:problem:unavailable", problem.GetProperty("type").GetString());
        await surface.ProblemAsync("/cluster?x=1", 400);
    }

    private Task<TestSurface> StartAsync() => TestSurface.StartAsync(add: services => services.AddSingleton<IClusterView>(_cluster));
}
