using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>The engine over 36,000 real movies.</summary>
public sealed class RealMoviesTests(RealCatalog real) : IClassFixture<RealCatalog>
{
    private const int Queries = 300;

    [Fact]
    public async Task SearchAsync_RealMovies_IsTheNaiveScan()
    {
        var store = Store();
        var dice = new Dice(7);
        var queries = new QuerySource(dice, real.Naive, facets: 0.05);
        for (var i = 0; i < Queries; i++)
            await Agreement.AssertAsync(store, real.Naive, queries.Next(), dice.Seed);
    }

    [Fact]
    public async Task LoadAsync_RealMovies_AreAsManyAsKnown()
    {
        var store = Store();
        Assert.Equal(36_273, real.Files.Sum(f => f.Records.Count));
        Assert.Equal(36_253, real.Outcomes.Sum(o => o.Added));
        Assert.Equal(20, real.Outcomes.Sum(o => o.Updated + o.Unchanged));
        Assert.Equal(0, real.Outcomes.Sum(o => o.Deleted + o.Rejected.Count + o.IdsDropped));
        Assert.Equal(36_253, store.Status.Movies);
        Assert.Equal(41, (await store.ListFullyAsync(ValuesDimension.Genre)).Total);
        Assert.Equal(124, (await store.ListFullyAsync(ValuesDimension.Year)).Total);
    }

    [Fact]
    public async Task LoadAsync_RealMovies_KeepsTenPairsOfNamesakes()
    {
        var pairs = (await Store().DocumentsAsync()).GroupBy(d => d[..24], StringComparer.Ordinal).Where(g => g.Count() > 1).ToList();
        Assert.Equal(10, pairs.Count);
        Assert.All(pairs, p => Assert.Equal(2, p.Count()));
    }

    [Theory]
    [InlineData(TextField.Genre, "drama", 14_055)]
    [InlineData(TextField.Cast, "cuba gooding jr.", 14)]
    [InlineData(TextField.Cast, "(", 17)]
    [InlineData(TextField.Actor, "o'brien", 343)]
    public async Task SearchAsync_RealMovies_CountsWhatIsKnown(TextField field, string folded, long count)
    {
        var query = new Query { Texts = [new TextFilter(field, [Encoding.UTF8.GetBytes(folded)])] };
        Assert.Equal(count, (await Store().AskFullyAsync(query)).Summary.Total);
    }

    private CatalogStore Store()
    {
        Assert.SkipWhen(real.Store is null, $"The real data are not here; {RealMovies.Variable} can name their folder.");
        return real.Store;
    }
}
