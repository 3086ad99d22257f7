namespace MovieGrains.Standalone.Running;

/// <summary>Lets the ingestion of files rest while the catalogue is asked, in proportion to what it has taken of the processor.</summary>
/// <remarks>
/// <para>However low its priority, bulk work costs those who ask: it leaves garbage, for whose collection everything stops, it takes
/// the caches, and a thread that has begun its turn on a core is let finish it. What one of a hundred requests meets is decided by the share
/// of the time in which there is such work. So that share is bounded while anybody asks. Compactions and snapshots count too, as they
/// follow from what is ingested; they themselves do not rest, since commits may wait for them.</para>
/// <para>It rests a little after each block of a file rather than long after a large commit: a small file never waits longer than
/// one such rest, and the slowest that it can make a large one is a block for each of them.</para>
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="lastAsked">When the catalogue was last asked, as a timestamp of that clock; 0 when it never was.</param>
internal sealed class Pacing(TimeProvider time, Func<long> lastAsked)
{
    /// <summary>In how many times its processor time is bulk work done? In sixteen times, so that it has a sixteenth of a core. Of the requests that
    /// come while it works, some 9 % take longer than twice the p99 of an idle process, 4 of them for collections; this makes them less than 1 %.</summary>
    private const int Stretch = 16;

    /// <summary>How much work is free of rest, so that a small file is seen at once?</summary>
    private static readonly TimeSpan FreeWork = TimeSpan.FromMilliseconds(100);

    /// <summary>How long is one rest at most? With blocks of 128 KiB no large file is read slower than at 1.3 MB a second for it.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    /// <summary>For how long after a question are more of them expected?</summary>
    private static readonly TimeSpan Attention = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _restedAt; // The moment at which all rest that is due will have been had, as a timestamp.

    private bool IsAsked => WasAskedWithin(Attention);

    /// <summary>Whether the catalogue was last asked so recently.</summary>
    public bool WasAskedWithin(TimeSpan moment) => lastAsked() is not 0 and var last && time.GetElapsedTime(last) < moment;

    /// <summary>Takes into account that some work has been done.</summary>
    /// <param name="processor">The processor time that it took.</param>
    public void Worked(TimeSpan processor)
    {
        // What is done while nobody asks is done at full speed, and is no debt to those who come later.
        if (!IsAsked)
            return;
        lock (_lock)
            _restedAt = Math.Max(_restedAt, time.GetTimestamp()) + (long)(processor.TotalSeconds * Stretch * time.TimestampFrequency);
    }

    /// <summary>Rests for a part of what is due.</summary>
    public ValueTask RestAsync(CancellationToken cancellationToken)
    {
        var due = Due;
        return due > TimeSpan.Zero && IsAsked ? new ValueTask(Task.Delay(due, time, cancellationToken)) : ValueTask.CompletedTask;
    }

    private TimeSpan Due
    {
        get
        {
            lock (_lock)
            {
                var due = time.GetElapsedTime(time.GetTimestamp(), _restedAt) - (FreeWork * Stretch);
                return due < LongestRest ? due : LongestRest;
            }
        }
    }
}
