using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Ingesting;

/// <summary>Knows which sources there are.</summary>
[KeepAlive]
internal sealed class SourceDirectory(IRowStorages storages) : Grain, ISourceDirectory
{
    /// <summary>Begins the names of the directory's rows.</summary>
    public const string Rows = "sources";

    private SourceList list = null!; // From the activation on.

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        list = await SourceList.ReadAsync(storages.Of(this.GetGrainId(), Rows), cancellationToken);

    /// <inheritdoc/>
    public async Task AddAsync(string[] keys)
    {
        try
        {
            await list.AddAsync(keys);
        }
        catch (Exception)
        {
            // It may have been written, or there is another activation: whichever comes next reads what there is.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<string[]> ListAsync() => Task.FromResult(list.Keys);
}
