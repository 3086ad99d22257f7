namespace MovieGrains.Api.Cluster;

/// <summary>When one more reader is asked the same: once soon, as far as there are spares, and then at intervals that double. So a question
/// is asked a few times at most, and one that takes long because there is much to do is not asked over and over.</summary>
internal struct Pace(ReaderOptions options, Spares spares, TimeSpan beside, TimeProvider time)
{
    private readonly long began = Begin(spares, time);
    private TimeSpan wait = beside, next = options.Attempt;
    private bool isSpare = true, hasFailed;

    /// <summary>Whether there is no time left.</summary>
    public readonly bool IsOver => time.GetElapsedTime(began) >= options.Deadline;

    /// <summary>How long to wait for an answer.</summary>
    public readonly TimeSpan Wait => options.Deadline - time.GetElapsedTime(began) is var left && left < wait ? Max(left) : wait;

    /// <summary>Whether one more is asked, now that there was no answer for that long.</summary>
    public bool MayAskAnother()
    {
        var isFirst = isSpare;
        isSpare = false;
        if (isFirst && !spares.TryTake())
        {
            wait = next > wait ? next - wait : next;
            return false;
        }
        wait = next;
        next *= 2;
        return true;
    }

    /// <summary>A reader has failed, and none is left that was asked: whether that was so before.</summary>
    public bool IsFailingAgain()
    {
        var before = hasFailed;
        hasFailed = true;
        return before;
    }

    private static long Begin(Spares spares, TimeProvider time)
    {
        spares.Earn();
        return time.GetTimestamp();
    }

    private static TimeSpan Max(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
