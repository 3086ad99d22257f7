using MovieGrains.Grains.Abstractions;
using Orleans.Placement;

namespace MovieGrains.Grains.Reading;

/// <summary>Sends a whole result from its silo's replica, chunk by chunk; what that leaves out comes from others.</summary>
[PreferLocalPlacement]
public sealed class Export(Replica replica, PartitionedCatalog partitioned) : Grain, IExport
{
    /// <summary>Chunks of the engine are put together up to this.</summary>
    private const int AnswerBytes = 1 << 20;

    private IAsyncEnumerator<ReadOnlyMemory<byte>>? chunks;
    private bool isAtFirst; // The first chunk has been asked for, and not been sent.
    private bool hasFirst;

    /// <inheritdoc/>
    public async Task<long?> OpenAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        if (!replica.Ready.IsCompleted || !await replica.HasAsync(atLeast, cancellationToken))
            return null;
        if (replica.IsPartial)
        {
            var (generation, documents) = partitioned.Export(query, atLeast);
            return await BeginAsync(LinesAsync(documents)) ? generation : null;
        }
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
        while (answer.Length < AnswerBytes && await MoveAsync(chunks))
            answer.Write(chunks.Current.Span);
        return answer.Length == 0 ? null : answer.ToArray();
    }

    /// <summary>Asks for the first lines, so that who can't be reached is known before anything is promised.</summary>
    private async Task<bool> BeginAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> lines)
    {
        try
        {
            chunks = lines.GetAsyncEnumerator(CancellationToken.None);
            (isAtFirst, hasFirst) = (true, await chunks.MoveNextAsync());
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private ValueTask<bool> MoveAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> lines)
    {
        if (!isAtFirst)
            return lines.MoveNextAsync();
        isAtFirst = false;
        return ValueTask.FromResult(hasFirst);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> documents)
    {
        await foreach (var document in documents)
        {
            yield return document;
            yield return "\n"u8.ToArray();
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        if (chunks is not null)
            await chunks.DisposeAsync();
        DeactivateOnIdle();
    }
}
