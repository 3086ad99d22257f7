using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Tests.Clusters;

/// <summary>Keeps a store equal to all owners', as a reader's silo does.</summary>
internal sealed class Replica(IGrainFactory grains) : IAsyncDisposable
{
    private readonly CatalogStore store = new(TimeProvider.System, compactInBackground: false);
    private readonly Dictionary<int, YearVersion> versions = [];
    private long instance, sequence;

    /// <summary>Images pulled so far.</summary>
    public int Images { get; private set; }

    /// <summary>Answers with commits so far.</summary>
    public int Commits { get; private set; }

    public CatalogStore Store => store;

    public IReadOnlyDictionary<int, YearVersion> Versions => versions;

    /// <summary>Pulls what the directory says has changed.</summary>
    public async Task PullAsync()
    {
        var news = await grains.GetGrain<IYearDirectory>(0).NewsAsync(instance, sequence);
        foreach (var year in news.Years)
            await PullAsync(year.Year);
        (instance, sequence) = (news.Instance, news.Sequence);
    }

    public async Task<List<string>> DocumentsAsync()
    {
        await PullAsync();
        return await store.DocumentsAsync();
    }

    public async Task PullAsync(int year)
    {
        var owner = grains.GetGrain<IYearOwner>(year);
        var replay = store.BeginReplay();
        var has = versions.GetValueOrDefault(year, new YearVersion(year, 0, 0));
        PulledItems answer;
        do
        {
            answer = await owner.PullAsync(new PullRequest(has.Epoch, has.Version, 0), CancellationToken.None);
            if (answer.IsImage)
                replay.Clear(year);
            Read(replay, answer);
            for (var next = answer.NextRun; next != 0;)
            {
                var more = await owner.PullAsync(new PullRequest(has.Epoch, has.Version, next), CancellationToken.None);
                Read(replay, more);
                next = more.NextRun;
            }
            has = answer.Version;
        }
        while (answer.HasMore);
        await replay.CommitAsync(CancellationToken.None);
        versions[year] = has;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private void Read(ICatalogReplay replay, PulledItems answer)
    {
        Images += answer.IsImage ? 1 : 0;
        Commits += answer.IsImage ? 0 : 1;
        foreach (var run in answer.Runs)
            replay.ReadRun(run);
    }
}
