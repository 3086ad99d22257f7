using Microsoft.Extensions.Logging;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Asks readers until one has answered: when one takes longer than they ever do, another is asked beside it, so that a read never
/// waits for the cluster to notice that a silo is gone.</summary>
internal sealed partial class Readers(
    Func<long, IReader> readerOf, ReaderOptions options, LastStatus status, TimeProvider time, ILogger<Readers> log)
{
    /// <summary>How long to wait when readers answer that they can't: they can a moment later.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Slots slots = new(options, time);
    private readonly Spares spares = new(options);

    /// <summary>One question to one reader.</summary>
    public delegate Task<ReaderAnswer> Question(IReader reader, CancellationToken cancellationToken);

    /// <summary>Asks.</summary>
    /// <exception cref="CatalogUnavailableException">No reader has answered in time.</exception>
    public ValueTask<ReaderAnswer> AskAsync(Question question, CancellationToken cancellationToken) => AskAsync(
        (reader, limit) => question(reader, limit), status.IsPartial ? options.PartialAttempt : options.Beside,
        static answer => answer.Result == ReaderResult.Answered, cancellationToken);

    /// <summary>Asks for changes, which their owners have to be asked for: so it takes its time, and nobody else is asked beside.</summary>
    /// <exception cref="CatalogUnavailableException">No reader has answered in time.</exception>
    public ValueTask<ChangesAnswer> AskChangesAsync(SeenVersion[] after, CancellationToken cancellationToken) => AskAsync(
        (reader, limit) => reader.GetChangesAsync(after, limit), options.Deadline, static answer => answer.Result == ReaderResult.Answered,
        cancellationToken);

    private async ValueTask<T> AskAsync<T>(
        Func<IReader, CancellationToken, Task<T>> question, TimeSpan beside, Func<T, bool> isAnswered, CancellationToken cancellationToken)
    {
        using var asked = new Asked<T>(slots, (slot, enough) => question(readerOf(slots.KeyOf(slot)), enough), cancellationToken);
        var pace = new Pace(options, spares, beside, time);
        Exception? why = null;
        asked.Add();
        while (!pace.IsOver)
        {
            if (await asked.NextAsync(pace.Wait, time) is not { } ended)
            {
                if (!pace.IsOver && pace.MayAskAnother())
                    asked.Add();
                continue;
            }
            try
            {
                var answer = await ended.Task;
                if (isAnswered(answer))
                {
                    asked.Answered(ended);
                    return answer;
                }
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                why = failure;
                AttemptFailed(log, ended.Slot, failure.Message);
            }
            asked.Failed(ended);
            if (asked.Count > 0)
                continue;
            if (pace.IsFailingAgain())
                await Task.Delay(Pause, time, cancellationToken);
            asked.Add();
        }
        throw new CatalogUnavailableException("No reader of the cluster has answered in time.", why);
    }

    [LoggerMessage(1, LogLevel.Debug, "The reader of slot {Slot} has not answered: {Why}")]
    private static partial void AttemptFailed(ILogger log, int slot, string why);
}
