namespace MovieGrains.Grains.Reading;

/// <summary>Counts what a silo had to ask others for.</summary>
public sealed class ReadingMeters
{
    private long answers, calls, partitionAnswers, failures;

    /// <summary>Questions that were asked where years are left out.</summary>
    public long Answers => Interlocked.Read(ref answers);

    /// <summary>Calls to owners and derived partitions for them.</summary>
    public long Calls => Interlocked.Read(ref calls);

    /// <summary>Of the questions, those that a derived partition answered.</summary>
    public long PartitionAnswers => Interlocked.Read(ref partitionAnswers);

    /// <summary>Those that could not be answered, as somebody was not reached in time.</summary>
    public long Failures => Interlocked.Read(ref failures);

    internal void Answered() => Interlocked.Increment(ref answers);

    internal void Asked() => Interlocked.Increment(ref calls);

    internal void PartitionAnswered() => Interlocked.Increment(ref partitionAnswers);

    internal void Failed() => Interlocked.Increment(ref failures);
}
