namespace MovieGrains.Http.Writes;

/// <summary>Bounds what the bodies of all requests under way hold in memory, each alone being within its own bound.</summary>
internal sealed class BodyBudget
{
    /// <summary>How much may a machine with 1 GB lend to writes? Four of the largest bodies at once.</summary>
    internal const long MostBytes = 256 << 20;

    private long _taken;

    /// <summary>Takes some bytes.</summary>
    /// <returns>Whether there were so many; then they must be given back.</returns>
    public bool TryTake(long bytes)
    {
        // Two that come at once may both be refused where one would have fitted; never both taken where one fits.
        if (Interlocked.Add(ref _taken, bytes) <= MostBytes)
            return true;
        GiveBack(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
