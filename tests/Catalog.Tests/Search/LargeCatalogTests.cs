using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>The engine against plain scanning over thousands of movies.</summary>
public sealed class LargeCatalogTests(LargeCatalog large) : IClassFixture<LargeCatalog>
{
    private const int Queries = 1_600;

    [Fact]
    public void LoadAsync_Large_HasOnePartAndSeveral()
    {
        Assert.True(large.Naive.Movies.Count >= 6_000, $"{large.Naive.Movies.Count} movies");
        Assert.Equal(1, large.One.Status.Parts);
        Assert.InRange(large.Several.Status.Parts, 3, 8);
        Assert.Contains(large.Several.Current.Parts, p => p.DeletedCount > 100);
    }

    [Fact]
    public async Task SearchAsync_LargeCatalogue_IsTheNaiveScan()
    {
        var dice = new Dice(1);
        var queries = new QuerySource(dice, large.Naive, facets: 0.1);
        for (var i = 0; i < Queries; i++)
            await Agreement.AssertAsync([large.One, large.Several], large.Naive, queries.Next(), dice.Seed);
    }
}
