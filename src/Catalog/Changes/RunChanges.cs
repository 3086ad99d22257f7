using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Changes;

/// <summary>Tells what changes a run of items stands for: a commit's, or an image's, of which every movie is new.</summary>
public static class RunChanges
{
    /// <summary>Takes one change.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="id">The movie's id.</param>
    /// <param name="source">Where it came from; null when that is not known.</param>
    public delegate void Taker(ChangeKind kind, string id, string? source);

    /// <summary>Reads a run.</summary>
    /// <param name="run">Items, as <see cref="ItemRun"/> packs them.</param>
    /// <param name="take">Takes each change, in their order.</param>
    /// <exception cref="InvalidDataException">It is none that this version, or one before it, wrote.</exception>
    public static void Read(ReadOnlySpan<byte> run, Taker take)
    {
        var files = new Dictionary<ulong, FileOrigin>();
        while (ItemRun.TryRead(ref run, out var item))
        {
            var reading = new ItemReading(item, files);
            switch ((ItemKind)reading.Byte())
            {
                case ItemKind.File:
                    var (number, file) = reading.Definition();
                    files[number] = file;
                    break;
                case ItemKind.Movie:
                    Take(reading.Movie(), take);
                    break;
                case ItemKind.Deleted:
                    var gone = reading.Id();
                    take(ChangeKind.Deleted, gone.ToString(), reading.File()?.Source);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Take(in MovieItem movie, Taker take)
    {
        if (movie.HadAnother(out var before))
            take(ChangeKind.Deleted, before.ToString(), movie.Writer?.Source);
        // An image does not say who wrote a movie last, but its stamp does, unless fields have others.
        take(
            movie.Change == ItemChange.Updated ? ChangeKind.Updated : ChangeKind.Added,
            movie.Id.ToString(), (movie.Writer ?? movie.State.Base.File)?.Source);
    }
}
