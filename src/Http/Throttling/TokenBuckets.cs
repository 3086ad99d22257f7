namespace MovieGrains.Http.Throttling;

/// <summary>Buckets of tokens, one for each client, in memory that is bounded however many clients there are.</summary>
/// <remarks>
/// <para>
/// A bucket is one number: the moment at which it would be full. Taking a token moves that moment on by what a token takes to come
/// back; a token is there as long as the moment is no further off than a whole bucket takes (the generic cell rate algorithm). So nothing
/// has to be refilled, and a bucket that nobody has used for a while needs no cleaning up.
/// </para>
/// <para>
/// Clients are spread over a fixed number of buckets by a hash that nobody outside can foresee. Two may share one, then they share what
/// they may ask: with a thousand busy clients in 65,536 buckets, one in 65 does. A table that grows with clients could be made to grow
/// by whoever commands many addresses, and one that forgets the oldest could be made to forget.
/// </para>
/// </remarks>
internal sealed class TokenBuckets
{
    private readonly TimeProvider _time;
    private readonly long[] _fullAt;
    private readonly long _perToken;
    private readonly long _perBucket;

    /// <summary>Makes full buckets.</summary>
    /// <param name="limit">Of each.</param>
    /// <param name="count">How many, a power of two.</param>
    /// <param name="time">Measures.</param>
    public TokenBuckets(RateLimit limit, int count, TimeProvider time)
    {
        _time = time;
        _fullAt = new long[count];
        Array.Fill(_fullAt, long.MinValue / 2);
        _perToken = Math.Max(1, (long)(limit.Window.TotalSeconds * time.TimestampFrequency / limit.Requests));
        _perBucket = _perToken * limit.Requests;
    }

    /// <summary>Takes a token.</summary>
    /// <param name="client">Any number that stands for the client.</param>
    public Lease Take(int client)
    {
        ref var fullAt = ref _fullAt[client & (_fullAt.Length - 1)];
        var now = _time.GetTimestamp();
        var seen = Volatile.Read(ref fullAt);
        while (true)
        {
            var next = Math.Max(seen, now) + _perToken;
            if (next - now > _perBucket)
                return new Lease(IsTaken: false, Remaining: 0, Seconds(next - now - _perBucket));
            // Another thread may take a token in between; then one is taken from what it has left.
            var before = Interlocked.CompareExchange(ref fullAt, next, seen);
            if (before == seen)
                return new Lease(IsTaken: true, (int)((_perBucket - (next - now)) / _perToken), Seconds(next - now));
            seen = before;
        }
    }

    // Rounded up: whoever comes back after so many whole seconds must not be too early.
    private int Seconds(long ticks) => (int)((ticks + _time.TimestampFrequency - 1) / _time.TimestampFrequency);
}

/// <summary>What came of asking for a token.</summary>
/// <param name="IsTaken">Whether there was one.</param>
/// <param name="Remaining">How many there are still.</param>
/// <param name="Seconds">Until the bucket is full again; or, when there was none, until there is one.</param>
internal readonly record struct Lease(bool IsTaken, int Remaining, int Seconds);
