namespace MovieGrains.Catalog.Store;

/// <summary>Remembers when somebody last asked something, for work that can wait while somebody does.</summary>
/// <param name="time">The clock.</param>
internal sealed class LastAsked(TimeProvider time)
{
    private long last;

    /// <summary>When, to a twentieth of a second, as a timestamp of the clock; 0 when nobody has asked.</summary>
    public long When => Volatile.Read(ref last);

    /// <summary>Somebody asks.</summary>
    /// <returns>The timestamp of now.</returns>
    public long Note()
    {
        var now = time.GetTimestamp();
        // Seldom written: every core reads what lies beside it.
        if (now - Volatile.Read(ref last) > time.TimestampFrequency / 20)
            Volatile.Write(ref last, now);
        return now;
    }
}
