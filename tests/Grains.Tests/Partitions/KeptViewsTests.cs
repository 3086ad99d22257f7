using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Partitions;

namespace MovieGrains.Grains.Tests.Partitions;

public sealed class KeptViewsTests
{
    [Fact]
    public async Task Find_GenerationThatWasKept_HoldsWhatItHeld()
    {
        await using var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var kept = new KeptViews(2, TimeSpan.FromHours(1), TimeProvider.System);
        for (var i = 1; i <= 4; i++)
        {
            await store.LoadAsync(SourceFile.At(i, $$"""{"title":"M{{i}}","year":1999}"""));
            kept.Keep(store.View);
            // The one that is asked again stays, the others go.
            Assert.Equal(1, kept.Find(store.View, 1)?.Movies);
        }
        Assert.Equal(2, kept.Count);
        Assert.Null(kept.Find(store.View, 2));
        Assert.Equal(4, kept.Find(store.View, 0)?.Movies);
        Assert.Null(kept.Find(store.View, 9));
    }
}
