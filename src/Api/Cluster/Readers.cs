using Microsoft.Extensions.Logging;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Asks readers until one has answered: each attempt has little time and the next goes to another slot, so that a read never
/// waits for the cluster to notice that a silo is gone.</summary>
internal sealed partial class Readers(IGrainFactory grains, ReaderOptions options, TimeProvider time, ILogger<Readers> log)
{
    private readonly Slots slots = new(options, time);

    /// <summary>One question to one reader.</summary>
    public delegate Task<ReaderAnswer> Question(IReader reader, CancellationToken cancellationToken);

    /// <summary>Asks.</summary>
    /// <exception cref="CatalogUnavailableException">No reader has answered in time.</exception>
    public async ValueTask<ReaderAnswer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var slot = slots.Next(failed: -1);
        Exception? why = null;
        while (time.GetElapsedTime(began) < options.Deadline)
        {
            try
            {
                var answer = await AttemptAsync(question, slot, cancellationToken);
                if (answer.Result == ReaderResult.Answered)
                    return answer;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                why = failure;
                AttemptFailed(log, slot, failure.Message);
            }
            slot = slots.Next(failed: slot);
        }
        throw new CatalogUnavailableException("No reader of the cluster has answered in time.", why);
    }

    private async Task<ReaderAnswer> AttemptAsync(Question question, int slot, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Attempt);
        return await question(grains.GetGrain<IReader>(slot), limit.Token).WaitAsync(options.Attempt, time, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Debug, "The reader of slot {Slot} has not answered: {Why}")]
    private static partial void AttemptFailed(ILogger log, int slot, string why);
}
