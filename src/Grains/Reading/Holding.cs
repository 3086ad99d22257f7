using System.Collections.Immutable;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Store;

namespace MovieGrains.Grains.Reading;

/// <summary>Which years a store holds, at each of its newest generations: so that whoever asks knows of one moment both what there is and
/// what has to be asked elsewhere, and counts no movie twice and none not at all.</summary>
/// <remarks>One writer. What is to hold from the next generation on is said before it is committed: a reader that takes its view
/// between the two finds the years of the generation before.</remarks>
internal sealed class Holding(CatalogStore store)
{
    /// <summary>How many generations back can be told? A view is asked for its years at once.</summary>
    private const int Most = 8;

    private volatile Era[] eras = [new Era(0, [])];

    /// <summary>The years of the newest generation.</summary>
    public ImmutableHashSet<int> Newest => eras[^1].Years;

    /// <summary>What the store holds now, and the years of it.</summary>
    public (CatalogView View, ImmutableHashSet<int> Years) Look()
    {
        while (true)
        {
            var view = store.View;
            if (Array.FindLast(eras, era => era.From <= view.Generation) is { } era)
                return (view, era.Years);
        }
    }

    /// <summary>Commits what makes the store hold other years.</summary>
    /// <param name="years">What it holds then.</param>
    /// <param name="commitAsync">Commits; may find that nothing is different.</param>
    public async Task ChangeAsync(ImmutableHashSet<int> years, Func<ValueTask> commitAsync)
    {
        var before = eras;
        eras = [.. before.TakeLast(Most - 1), new Era(store.Status.Generation + 1, years)];
        try
        {
            await commitAsync();
            // Years without movies change nothing that would be committed.
            eras = [.. before.TakeLast(Most - 1), new Era(store.Status.Generation, years)];
        }
        catch
        {
            eras = before;
            throw;
        }
    }

    /// <summary>The years from a generation on.</summary>
    private sealed record Era(long From, ImmutableHashSet<int> Years);
}
