using System.Reflection;
using MovieGrains.Catalog;
using MovieGrains.Http;
using MovieGrains.Ingest;

namespace MovieGrains.Standalone.Tests;

/// <summary>Holds the arrows between rooms to what ARCHITECTURE.md says: downwards only.</summary>
public sealed class ArrowsTests
{
    private static readonly Assembly Catalog = typeof(ICatalog).Assembly;
    private static readonly Assembly Ingest = typeof(Ingester).Assembly;
    private static readonly Assembly Http = typeof(HttpSurface).Assembly;
    private static readonly Assembly Standalone = Assembly.Load("MovieGrains.Standalone");

    [Fact]
    public void Rooms_ReferToOneAnother_DownwardsOnly()
    {
        Assert.Empty(Rooms(Catalog));
        Assert.Equal(["MovieGrains.Catalog"], Rooms(Ingest));
        Assert.Equal(["MovieGrains.Catalog"], Rooms(Http));
        Assert.Equal(["MovieGrains.Catalog", "MovieGrains.Http", "MovieGrains.Ingest"], Rooms(Standalone));
    }

    [Fact]
    public void Catalog_Refers_ToTheBaseLibraryWithoutItsIO()
    {
        var others = References(Catalog).Where(static name =>
            !name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("System.IO", StringComparison.Ordinal)
            || name.StartsWith("System.Net", StringComparison.Ordinal)
            || name.StartsWith("System.Console", StringComparison.Ordinal)
            || name.StartsWith("System.Diagnostics.Process", StringComparison.Ordinal));

        Assert.Empty(others);
    }

    [Fact]
    public void Ingest_Refers_ToNoWebFramework() =>
        Assert.DoesNotContain(References(Ingest), static name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void NoRoom_OfStandalone_RefersToOrleans()
    {
        foreach (var room in new[] { Catalog, Ingest, Http, Standalone })
            Assert.DoesNotContain(References(room), static name => name.Contains("Orleans", StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(Assembly room) => room.GetReferencedAssemblies().Select(static name => name.Name!);

    private static IEnumerable<string> Rooms(Assembly room) =>
        References(room).Where(static name => name.StartsWith("MovieGrains.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
