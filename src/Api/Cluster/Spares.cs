namespace MovieGrains.Api.Cluster;

/// <summary>How many readers may be asked beside others: a share of all questions, saved up for the moment at which a silo is lost. So what
/// is slow for another reason than that, as too much load, is not made slower by asking twice.</summary>
internal sealed class Spares(ReaderOptions options)
{
    private const int Parts = 1000; // Of one question.

    private readonly int earned = (int)(options.BesideShare * Parts);
    private readonly long most = (long)options.BesideMost * Parts;
    private long saved = (long)options.BesideMost * Parts / 10;

    /// <summary>A question has come.</summary>
    public void Earn()
    {
        if (Interlocked.Read(ref saved) < most)
            Interlocked.Add(ref saved, earned);
    }

    /// <summary>Takes one, if there is one.</summary>
    public bool TryTake()
    {
        if (Interlocked.Add(ref saved, -Parts) >= 0)
            return true;
        Interlocked.Add(ref saved, Parts);
        return false;
    }
}
