using System.Runtime.CompilerServices;
using MovieGrains.Catalog.Parts;

namespace MovieGrains.Catalog.Store;

/// <summary>The stamps of each part, for as long as anybody holds the part. Read by anybody, changed by the writer.</summary>
internal sealed class StampTable
{
    private readonly ConditionalWeakTable<Part, PartStamps> stamps = [];

    /// <summary>Takes the stamps of a new part.</summary>
    public void Add(Part part, PartStamps partStamps) => stamps.Add(part, partStamps);

    /// <summary>The stamps of a part, to be read.</summary>
    public PartStamps Of(Part part) =>
        stamps.TryGetValue(part, out var found) ? found : throw new InvalidOperationException("Every part has its stamps.");

    /// <summary>The stamps of a part, to be changed: a copy where an image has them, too.</summary>
    public PartStamps OwnOf(Part part)
    {
        var known = Of(part);
        if (!known.IsShared)
            return known;
        var own = known.Copy();
        stamps.AddOrUpdate(part, own);
        return own;
    }
}
