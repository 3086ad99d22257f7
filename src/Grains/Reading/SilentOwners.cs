using System.Collections.Concurrent;

namespace MovieGrains.Grains.Reading;

/// <summary>Asks owners with little patience, and those that were silent not again for a moment: a silo that hangs is noticed after
/// seconds, and until then the years that it has must not hold up those of others.</summary>
/// <param name="time">The clock.</param>
internal sealed class SilentOwners(TimeProvider time)
{
    /// <summary>How long may an owner take? One that has nothing new, or a few commits, answers within milliseconds, and within some
    /// tenths of a second when it is activated first.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    /// <summary>How long until one that was silent is asked again? Nobody else waits for it, but whoever waits for its year does.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>How often in a row is so little time given? By then the cluster knows which silos are gone, so that whoever is still
    /// silent has much to do.</summary>
    private const int Tries = 5;

    private readonly ConcurrentDictionary<int, (int Times, long At)> silent = [];

    /// <summary>Asks an owner.</summary>
    /// <param name="year">Which.</param>
    /// <param name="isAll">Whether it is asked for all that there is of the year: that is more, and its time is doubled each time.</param>
    /// <param name="ask">Asks it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It has not answered, now or a moment before.</exception>
    public async Task<T> AskAsync<T>(int year, bool isAll, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var (times, at) = silent.GetValueOrDefault(year);
        if (times > 0 && time.GetElapsedTime(at) < Pause)
            throw new TimeoutException($"The owner of {year} was silent a moment ago.");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var answer = await ask(enough.Token).WaitAsync(LimitAfter(isAll ? times + Tries : times), time, cancellationToken);
            silent.TryRemove(year, out _);
            return answer;
        }
        catch (TimeoutException)
        {
            silent[year] = (times + 1, time.GetTimestamp());
            await enough.CancelAsync();
            throw;
        }
    }

    /// <summary>Doubled from then on, as an owner that needs longer must be heard at last; the call itself ends after ten seconds.</summary>
    private static TimeSpan LimitAfter(int times) => Limit * Math.Pow(2, Math.Clamp(times + 1 - Tries, 0, 5));
}
