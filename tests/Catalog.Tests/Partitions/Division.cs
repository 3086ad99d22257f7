using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;

namespace MovieGrains.Catalog.Tests.Partitions;

/// <summary>Divides a store's movies.</summary>
internal static class Division
{
    /// <summary>Several stores; each movie is in one of them.</summary>
    public static async Task<List<CatalogStore>> DivideAsync(this CatalogStore one, Dice dice)
    {
        var stores = dice.Some(1, 6, () => new CatalogStore(TimeProvider.System, compactInBackground: false));
        var image = await one.CaptureAsync(_ => { }, CancellationToken.None);
        for (var i = 0; i < stores.Count; i++)
        {
            var run = new ItemRun();
            var store = i;
            image.WriteTo(key => (int)(key % (ulong)stores.Count) == store ? run : null);
            var replay = stores[i].BeginReplay();
            replay.ReadRun(run.Written);
            await replay.CommitAsync(CancellationToken.None);
        }
        return stores;
    }
}
