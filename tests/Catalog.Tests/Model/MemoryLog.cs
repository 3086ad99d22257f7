using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Keeps commits as a disk would, and can refuse them as a full one does.</summary>
internal sealed class MemoryLog : ICommitLog, IItemWriter
{
    private readonly List<(long Number, List<byte[]> Items)> commits = [];
    private List<byte[]> items = [];

    public IReadOnlyList<(long Number, List<byte[]> Items)> Commits => commits;

    /// <summary>Refuses all commits while it is set.</summary>
    public bool IsFull { get; set; }

    /// <summary>Holds each commit until it completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async ValueTask AppendAsync(ICommit commit, CancellationToken cancellationToken)
    {
        Assert.Equal(commits.Count + 1, commit.Number);
        await Gate;
        if (IsFull)
            throw new WriteRefusedException(WriteRefusal.StorageFull, "The disk is full.");
        items = [];
        commit.WriteTo(this);
        commits.Add((commit.Number, items));
    }

    public void Write(ReadOnlySpan<byte> item) => items.Add(item.ToArray());

    /// <summary>The items of an image.</summary>
    public static List<byte[]> ItemsOf(ICatalogImage image)
    {
        var log = new MemoryLog();
        image.WriteTo(log);
        return log.items;
    }

    /// <summary>A store that holds what an image and the commits after it tell.</summary>
    public CatalogStore Restore(
        ICatalogImage? image, ICommitLog? log = null, TimeProvider? time = null, int leastIndexed = CatalogImage.UsualLeastIndexed)
    {
        var store = new CatalogStore(time ?? TimeProvider.System, log, compactInBackground: false) { LeastIndexed = leastIndexed };
        var restore = store.BeginRestore();
        if (image is not null)
        {
            restore.BeginImage(image.Number);
            ItemsOf(image).ForEach(item => restore.Read(item));
        }
        foreach (var (number, kept) in commits.Where(c => c.Number > (image?.Number ?? 0)))
        {
            restore.BeginCommit(number);
            kept.ForEach(item => restore.Read(item));
        }
        restore.Finish();
        return store;
    }
}
