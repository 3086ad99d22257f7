using MovieGrains.Grains.Abstractions;
using Orleans.Placement;

namespace MovieGrains.Grains.Reading;

/// <summary>Sends a whole result from its silo's replica, chunk by chunk.</summary>
[PreferLocalPlacement]
public sealed class Export(Replica replica) : Grain, IExport
{
    /// <summary>Chunks of the engine are put together up to this.</summary>
    private const int AnswerBytes = 1 << 20;

    private IAsyncEnumerator<ReadOnlyMemory<byte>>? chunks;

    /// <inheritdoc/>
    public async Task<long?> OpenAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        if (!replica.Ready.IsCompleted || !await replica.HasAsync(atLeast, cancellationToken))
            return null;
        var export = await replica.Store.ExportAsync(query.ToQuery(), cancellationToken);
        chunks = export.Chunks.GetAsyncEnumerator(CancellationToken.None);
        return export.Generation;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> NextAsync()
    {
        if (chunks is null)
            throw new InvalidOperationException("The export was begun on a silo that is gone.");
        var answer = new MemoryStream();
        while (answer.Length < AnswerBytes && await chunks.MoveNextAsync())
            answer.Write(chunks.Current.Span);
        return answer.Length == 0 ? null : answer.ToArray();
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        if (chunks is not null)
            await chunks.DisposeAsync();
        DeactivateOnIdle();
    }
}
