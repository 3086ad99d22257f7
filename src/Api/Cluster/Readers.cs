using Microsoft.Extensions.Logging;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Asks readers until one has answered: when one takes longer than they ever do, another is asked beside it, so that a read never
/// waits for the cluster to notice that a silo is gone.</summary>
internal sealed partial class Readers(Func<long, IReader> readerOf, ReaderOptions options, TimeProvider time, ILogger<Readers> log)
{
    /// <summary>How many are asked the same at one time? A third one is for when two slots were of the silo that is gone.</summary>
    private const int MostAtOnce = 3;

    /// <summary>How long to wait when readers answer that they can't: they can a moment later.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Slots slots = new(options, time);
    private readonly Spares spares = new(options);

    /// <summary>One question to one reader.</summary>
    public delegate Task<ReaderAnswer> Question(IReader reader, CancellationToken cancellationToken);

    /// <summary>Asks.</summary>
    /// <exception cref="CatalogUnavailableException">No reader has answered in time.</exception>
    public ValueTask<ReaderAnswer> AskAsync(Question question, CancellationToken cancellationToken) => AskAsync(
        (reader, limit) => question(reader, limit), options.Attempt, options.Beside, static answer => answer.Result == ReaderResult.Answered,
        cancellationToken);

    /// <summary>Asks for changes, which their owners have to be asked for: so it takes its time, and nobody else is asked beside.</summary>
    /// <exception cref="CatalogUnavailableException">No reader has answered in time.</exception>
    public ValueTask<ChangesAnswer> AskChangesAsync(SeenVersion[] after, CancellationToken cancellationToken) => AskAsync(
        (reader, limit) => reader.GetChangesAsync(after, limit), options.Deadline, options.Deadline,
        static answer => answer.Result == ReaderResult.Answered, cancellationToken);

    private async ValueTask<T> AskAsync<T>(
        Func<IReader, CancellationToken, Task<T>> question, TimeSpan limit, TimeSpan beside, Func<T, bool> isAnswered,
        CancellationToken cancellationToken)
    {
        spares.Earn();
        var began = time.GetTimestamp();
        Exception? why = null;
        using var asked = new Asked<T>(slots, cancellationToken);
        for (var failures = 0; time.GetElapsedTime(began) < options.Deadline;)
        {
            if (asked.Count == 0 || (asked.Count < MostAtOnce && spares.TryTake()))
                asked.Add(slot => AttemptAsync(question, slot, limit, asked.Enough));
            if (await asked.NextAsync(beside, time) is not { } ended)
                continue;
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
            if (++failures > 1)
                await Task.Delay(Pause, time, cancellationToken);
        }
        throw new CatalogUnavailableException("No reader of the cluster has answered in time.", why);
    }

    private async Task<T> AttemptAsync<T>(
        Func<IReader, CancellationToken, Task<T>> question, int slot, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(limit);
        return await question(readerOf(slots.KeyOf(slot)), enough.Token).WaitAsync(enough.Token);
    }

    [LoggerMessage(1, LogLevel.Debug, "The reader of slot {Slot} has not answered: {Why}")]
    private static partial void AttemptFailed(ILogger log, int slot, string why);
}
