using MovieGrains.Catalog.Merging;

namespace MovieGrains.Catalog.Store;

/// <summary>The merge state of a part's movies; the writer may change it in place, unless an image shares it.</summary>
/// <remarks>Whoever asks where a movie comes from reads it meanwhile, movie by movie: a state is of several words, and is read and written
/// as one.</remarks>
internal sealed class PartStamps
{
    private readonly Lock access = new();
    private readonly Records.Stamp[] bases;
    private readonly Dictionary<int, FieldStamps> exceptions;

    public PartStamps(int count)
        : this(new Records.Stamp[count], [])
    {
    }

    /// <summary>Those of some movies.</summary>
    /// <param name="bases">The base stamp of each; kept.</param>
    /// <param name="exceptions">The exceptions of those that have any; kept.</param>
    public PartStamps(Records.Stamp[] bases, Dictionary<int, FieldStamps> exceptions) =>
        (this.bases, this.exceptions) = (bases, exceptions);

    /// <summary>Whether somebody else reads it, so that a change needs a copy.</summary>
    public bool IsShared { get; set; }

    public MergeState this[int movie]
    {
        get
        {
            lock (access)
                return new(bases[movie], exceptions.GetValueOrDefault(movie));
        }
        set
        {
            lock (access)
            {
                bases[movie] = value.Base;
                if (value.Exceptions is null)
                    exceptions.Remove(movie);
                else
                    exceptions[movie] = value.Exceptions;
            }
        }
    }

    /// <summary>One that can be changed.</summary>
    public PartStamps Copy() => new((Records.Stamp[])bases.Clone(), new Dictionary<int, FieldStamps>(exceptions));
}
