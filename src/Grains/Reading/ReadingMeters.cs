namespace MovieGrains.Grains.Reading;

/// <summary>Counts what a silo had to ask others for.</summary>
public sealed class ReadingMeters
{
    private long answers, calls, questions, partitionAnswers, failures, otherRules;

    /// <summary>Questions that were asked where years are left out.</summary>
    public long Answers => Interlocked.Read(ref answers);

    /// <summary>Calls for them: to a silo for several owners there, to an owner or to a derived partition.</summary>
    public long Calls => Interlocked.Read(ref calls);

    /// <summary>What owners and derived partitions were asked by these calls.</summary>
    public long Questions => Interlocked.Read(ref questions);

    /// <summary>Of the questions, those that a derived partition answered.</summary>
    public long PartitionAnswers => Interlocked.Read(ref partitionAnswers);

    /// <summary>Those that could not be answered, as somebody was not reached in time.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Of these, those for which somebody had other rules of full-text search.</summary>
    public long OtherRules => Interlocked.Read(ref otherRules);

    internal void Answered() => Interlocked.Increment(ref answers);

    internal void Called(int asked = 1)
    {
        Interlocked.Increment(ref calls);
        Interlocked.Add(ref questions, asked);
    }

    internal void PartitionAnswered() => Interlocked.Increment(ref partitionAnswers);

    internal void RulesDiffered() => Interlocked.Increment(ref otherRules);

    internal void Failed() => Interlocked.Increment(ref failures);
}
