using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace MovieGrains.Grains.Storage;

/// <summary>Rows in the grain storage of the name <see cref="StorageNames.Record"/>.</summary>
/// <remarks>A row is the state of a grain under the row's name. The providers for databases tell states apart by the grain's key and the
/// state's name, and not by the grain's class: so the names of each class begin with a word of their own.</remarks>
/// <param name="storage">Keeps them.</param>
/// <param name="meters">Told of each call.</param>
/// <param name="time">The clock.</param>
internal sealed class GrainRowStorages([FromKeyedServices(StorageNames.Record)] IGrainStorage storage, RowMeters meters, TimeProvider time) : IRowStorages
{
    /// <inheritdoc/>
    public IRowStorage Of(GrainId grain, string kind) => new MeasuredRows(new GrainRows(storage, grain, kind), meters, time);
}

/// <summary>The rows of one grain.</summary>
internal sealed class GrainRows(IGrainStorage storage, GrainId grain, string kind) : IRowStorage
{
    /// <inheritdoc/>
    public async ValueTask<Row> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var state = new GrainState<StoredRow>(new StoredRow());
        await storage.ReadStateAsync(NameOf(name), grain, state, cancellationToken);
        return new Row(state.RecordExists ? state.State?.Bytes : null, state.ETag);
    }

    /// <inheritdoc/>
    public async ValueTask<string> WriteAsync(string name, byte[] bytes, string? etag, CancellationToken cancellationToken)
    {
        var state = new GrainState<StoredRow>(new StoredRow { Bytes = bytes }, etag!) { RecordExists = etag is not null };
        try
        {
            await storage.WriteStateAsync(NameOf(name), grain, state, cancellationToken);
        }
        catch (InconsistentStateException conflict)
        {
            throw new RowConflictException(NameOf(name), conflict);
        }
        return state.ETag ?? throw new InvalidOperationException("The grain storage gives no tags, so that two owners could overwrite each other.");
    }

    private string NameOf(string name) => $"{kind}-{name}";
}

/// <summary>What a row of the grain storage holds.</summary>
[GenerateSerializer, Alias("movies.row")]
public sealed class StoredRow
{
    /// <summary>The bytes.</summary>
    [Id(0)]
    public byte[]? Bytes { get; set; }
}
