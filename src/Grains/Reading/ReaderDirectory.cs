using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Metadata;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;

namespace MovieGrains.Grains.Reading;

/// <summary>Has a silo answer with a reader of its own without asking any other where there is one: in this directory nothing is ever found, and
/// so one is begun here.</summary>
/// <remarks>Orleans looks up each key that a silo sees for the first time in its directory, though stateless workers are never in it. The silo
/// that has that part of the directory may be one that stands still, and a read would wait until the cluster knows.</remarks>
internal sealed class ReaderDirectory(GrainTypeResolver types) : IGrainDirectoryResolver, IGrainDirectory
{
    private readonly GrainType reader = types.GetGrainType(typeof(Reader));

    /// <inheritdoc/>
    public bool TryResolveGrainDirectory(GrainType grainType, GrainProperties? properties, [NotNullWhen(true)] out IGrainDirectory? grainDirectory)
    {
        grainDirectory = grainType == reader ? this : null;
        return grainDirectory is not null;
    }

    /// <inheritdoc/>
    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult<GrainAddress?>(null);

    /// <inheritdoc/>
    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(address);

    /// <inheritdoc/>
    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
