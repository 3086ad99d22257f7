using MovieGrains.Catalog.Merging;

namespace MovieGrains.Catalog.Store;

/// <summary>The merge state of a part's movies; only the writer looks at it, and may change it in place.</summary>
internal sealed class PartStamps(int count)
{
    private readonly Records.Stamp[] bases = new Records.Stamp[count];
    private readonly Dictionary<int, FieldStamps> exceptions = [];

    public MergeState this[int movie]
    {
        get => new(bases[movie], exceptions.GetValueOrDefault(movie));
        set
        {
            bases[movie] = value.Base;
            if (value.Exceptions is null)
                exceptions.Remove(movie);
            else
                exceptions[movie] = value.Exceptions;
        }
    }
}
