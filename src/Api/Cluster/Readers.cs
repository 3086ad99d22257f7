using Microsoft.Extensions.Logging;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Asks readers until one has answered: each attempt has little time and the next goes to another slot, so that a read never
/// waits for the cluster to notice that a silo is gone.</summary>
internal sealed partial class Readers(IGrainFactory grains, ReaderOptions options, LastStatus status, TimeProvider time, ILogger<Readers> log)
{
    private readonly Slots slots = new(options, time);

    /// <summary>One question to one reader.</summary>
    public delegate Task<ReaderAnswer> Question(IReader reader, CancellationToken cancellationToken);

    /// <summary>Asks.</summary>
    /// <exception cref="CatalogUnavailableException">No reader has answered in time.</exception>
    public ValueTask<ReaderAnswer> AskAsync(Question question, CancellationToken cancellationToken) => AskAsync(
        (reader, limit) => question(reader, limit), status.IsPartial ? options.PartialAttempt : options.Attempt, static answer => answer.Result == ReaderResult.Answered, cancellationToken);

    /// <summary>Asks for changes, which their owners have to be asked for.</summary>
    /// <exception cref="CatalogUnavailableException">No reader has answered in time.</exception>
    public ValueTask<ChangesAnswer> AskChangesAsync(SeenVersion[] after, CancellationToken cancellationToken) => AskAsync(
        (reader, limit) => reader.GetChangesAsync(after, limit), options.Deadline, static answer => answer.Result == ReaderResult.Answered,
        cancellationToken);

    private async ValueTask<T> AskAsync<T>(
        Func<IReader, CancellationToken, Task<T>> question, TimeSpan limit, Func<T, bool> isAnswered, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var slot = slots.Next(failed: -1);
        Exception? why = null;
        while (time.GetElapsedTime(began) < options.Deadline)
        {
            try
            {
                var answer = await AttemptAsync(question, slot, limit, cancellationToken);
                if (isAnswered(answer))
                {
                    slots.Succeeded(slot);
                    return answer;
                }
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

    private async Task<T> AttemptAsync<T>(
        Func<IReader, CancellationToken, Task<T>> question, int slot, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(limit);
        return await question(grains.GetGrain<IReader>(slot), enough.Token).WaitAsync(limit, time, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Debug, "The reader of slot {Slot} has not answered: {Why}")]
    private static partial void AttemptFailed(ILogger log, int slot, string why);
}
