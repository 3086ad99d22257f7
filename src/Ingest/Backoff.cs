namespace MovieGrains.Ingest;

/// <summary>How long what failed is left alone before it is tried again.</summary>
internal sealed class Backoff(Random random)
{
    /// <summary>The longest that a file waits: a supplier who repairs access to one sees it loaded within minutes.</summary>
    public static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    /// <summary>The longest that a source waits, intervals longer than that aside: whoever mends it looks at the log at once.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    /// <summary>For how long a file is left alone. At first not at all: the next poll tries it again. Then anything up to a
    /// bound that doubles, by chance, so that files that failed together don't all come back together.</summary>
    /// <param name="attempts">How often it has been tried, from 1.</param>
    public TimeSpan OfFile(int attempts)
    {
        if (attempts <= 1)
            return TimeSpan.Zero;
        var bound = Doubled(FirstRetry, attempts - 2, LongestRetry);
        lock (_lock)
            return random.NextDouble() * bound;
    }

    /// <summary>For how long a source is left alone, from the start of the poll that failed.</summary>
    /// <param name="failures">Polls that failed one after the other, from 1.</param>
    /// <param name="interval">From the start of a poll to that of the next, when all is well.</param>
    public static TimeSpan OfPoll(int failures, TimeSpan interval) =>
        Doubled(interval, failures - 1, interval > LongestPoll ? interval : LongestPoll);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan most)
    {
        var doubled = first * Math.Pow(2, Math.Min(times, 30));
        return doubled < most ? doubled : most;
    }
}
