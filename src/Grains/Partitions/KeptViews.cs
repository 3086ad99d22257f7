using MovieGrains.Catalog.Partitions;

namespace MovieGrains.Grains.Partitions;

/// <summary>Generations that were asked and may be asked again: for a page's documents, or the rest of an export.</summary>
/// <remarks>For one scheduler. A bounded number for a bounded time since they were used last: whoever comes later begins anew. One more
/// costs what has been written since it.</remarks>
/// <param name="most">How many are kept.</param>
/// <param name="age">For how long.</param>
/// <param name="time">The clock.</param>
internal sealed class KeptViews(int most, TimeSpan age, TimeProvider time)
{
    private readonly Dictionary<long, (CatalogView View, long UsedAt)> views = [];

    /// <summary>How many there are.</summary>
    public int Count => views.Count;

    /// <summary>Keeps one.</summary>
    public void Keep(CatalogView view)
    {
        ForgetOld();
        if (views.Count >= most && !views.ContainsKey(view.Generation))
            views.Remove(views.MinBy(static kept => kept.Value.UsedAt).Key);
        views[view.Generation] = (view, time.GetTimestamp());
    }

    /// <summary>The view of a generation; null when it is no longer kept.</summary>
    /// <param name="newest">What there is now, which may be it.</param>
    /// <param name="generation">The generation; 0 for the newest.</param>
    public CatalogView? Find(CatalogView newest, long generation)
    {
        if (generation == 0 || generation == newest.Generation)
            return newest;
        if (!views.TryGetValue(generation, out var kept))
            return null;
        views[generation] = (kept.View, time.GetTimestamp());
        return kept.View;
    }

    private void ForgetOld()
    {
        foreach (var (generation, kept) in views)
        {
            if (time.GetElapsedTime(kept.UsedAt) > age)
                views.Remove(generation);
        }
    }
}
