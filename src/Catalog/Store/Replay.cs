using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>What other stores have merged, gathered beside everything else; only the commit takes the writer's turn.</summary>
internal sealed class Replay(CatalogStore store) : ICatalogReplay
{
    private readonly DocumentArena arena = new();
    private readonly List<Step> steps = [];
    private readonly Dictionary<ulong, FileOrigin> files = [];
    private bool isCommitted;

    public long Bytes => arena.Written + (steps.Count * 96L);

    public void BeginRun() => files.Clear();

    public void Clear(int year) => steps.Add(new Step(new MovieId(year, 0, MovieId.NoHref), default, Step.Year, null));

    public void Read(ReadOnlySpan<byte> item)
    {
        var reading = new ItemReading(item, files);
        switch ((ItemKind)reading.Byte())
        {
            case ItemKind.File:
                var (number, file) = reading.Definition();
                files[number] = file;
                break;
            case ItemKind.Movie:
                ReadMovie(reading.Movie());
                break;
            case ItemKind.Deleted:
                steps.Add(new Step(reading.Id(), default, Step.Gone, reading.File()));
                break;
            case ItemKind.State or ItemKind.Tombstones or ItemKind.Note:
                break;
            default:
                throw new InvalidDataException("There is an item that this version does not know: a newer one wrote it.");
        }
    }

    public ValueTask<long> CommitAsync(CancellationToken cancellationToken)
    {
        if (isCommitted)
            throw new InvalidOperationException("It has been committed.");
        isCommitted = true;
        return store.CommitAsync(arena, Apply, store.RunAside, cancellationToken);
    }

    private void ReadMovie(in MovieItem movie)
    {
        if (movie.HadAnother(out var before))
            steps.Add(new Step(before, default, Step.Gone, movie.Writer));
        steps.Add(new Step(movie.Id, movie.State, arena.Add(movie.Document), movie.Writer));
    }

    private void Apply(CatalogMerge merge)
    {
        foreach (var step in steps)
        {
            if (step.Address == Step.Year)
                merge.ReplayGone(step.Id.Year);
            else if (step.Address == Step.Gone)
                merge.ReplayGone(step.Id, step.Writer);
            else
                merge.Replay(step.Id, step.State, step.Address, step.Writer);
        }
    }

    /// <summary>One thing that has happened: a document, or what is gone.</summary>
    private readonly record struct Step(MovieId Id, MergeState State, long Address, FileOrigin? Writer)
    {
        public const long Gone = -1, Year = -2;
    }
}
