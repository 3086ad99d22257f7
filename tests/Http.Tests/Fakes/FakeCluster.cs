using MovieGrains.Http.Cluster;

namespace MovieGrains.Http.Tests.Fakes;

/// <summary>Answers with what the test put in.</summary>
internal sealed class FakeCluster : IClusterView
{
    public ClusterLook Look { get; set; } = new(
        [
            new SiloLook("a", "10.0.0.1:11111", "active", new HeldLook(36_253, 32_500_000, TimeSpan.FromMilliseconds(3.7))),
            new SiloLook("b", "10.0.0.2:11111", "shutting_down", Held: null),
        ],
        [new PartitionLook("year/1999", "a", 7, new HeldLook(412, 350_000, TimeSpan.Zero))]);

    public Exception? Failure { get; set; }

    public ValueTask<ClusterLook> LookAsync(CancellationToken cancellationToken) =>
        Failure is null ? ValueTask.FromResult(Look) : ValueTask.FromException<ClusterLook>(Failure);
}
