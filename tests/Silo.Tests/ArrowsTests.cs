using System.Reflection;

namespace MovieGrains.Silo.Tests;

/// <summary>Holds the arrows between the rooms of the cluster to what ARCHITECTURE.md says; those of the rooms below are held with
/// Standalone's.</summary>
public sealed class ArrowsTests
{
    [Theory]
    [InlineData("Grains.Abstractions", "Catalog")]
    [InlineData("Grains", "Catalog", "Grains.Abstractions", "Ingest")]
    [InlineData("Silo", "Catalog", "Grains", "Grains.Abstractions", "Http", "Ingest")]
    [InlineData("Api", "Catalog", "Grains.Abstractions", "Http")]
    public void Room_OfTheCluster_RefersDownwardsOnly(string room, params string[] below)
    {
        var found = Assembly.Load("MovieGrains." + room).GetReferencedAssemblies().Select(static name => name.Name!)
            .Where(static name => name.StartsWith("MovieGrains.", StringComparison.Ordinal)).Select(static name => name["MovieGrains.".Length..]);

        // A room need not use all that it may.
        Assert.Subset(below.ToHashSet(StringComparer.Ordinal), found.ToHashSet(StringComparer.Ordinal));
    }
}
