namespace MovieGrains.Standalone.Storage;

/// <summary>Says when a snapshot is due.</summary>
/// <remarks>
/// A start reads the newest snapshot and the logs after it, and a snapshot writes everything once more. What is in the log takes a
/// start far longer for each byte, since its index has to be built: a tenth as many movies there take as long as all the others.
/// With a twenty-fourth of a snapshot of log between two of them, that is about a fourteenth of the movies at most; and for each byte of log
/// twenty-four are written in snapshots, aside.
/// </remarks>
/// <param name="leastLog">Bytes of log under which none is taken, however small the last one was.</param>
internal sealed class SnapshotPolicy(long leastLog)
{
    /// <summary>How much log takes a start no more than a fifth of a second? Some 12,000 movies. The real set's snapshot is five times as large,
    /// so that fewer bytes are written for each byte of log than with a larger catalogue.</summary>
    public const long UsualLeastLog = 8 << 20;

    /// <summary>Which share of the last snapshot may the log have? Of a million movies, 70,000 take a start a second and a half.</summary>
    private const int UsualShare = 24;

    private const int LoadingShare = 2;

    private long _notBefore;

    /// <summary>Whether one is wanted whatever the log has grown to, because an older one turned out to be damaged.</summary>
    public bool IsWanted { get; set; }

    /// <summary>Whether a first load goes on: then one is due only when the log is half as large as the last one. Nobody expects a quick start in the
    /// midst of it, and a snapshot for each twenty-fourth would be most of what such a load writes.</summary>
    public bool IsLoading { get; set; }

    public bool IsDue(long logBytes, long snapshotBytes) =>
        logBytes >= _notBefore && (IsWanted || logBytes > Math.Max(leastLog, snapshotBytes / (IsLoading ? LoadingShare : UsualShare)));

    public void Succeeded() => (IsWanted, _notBefore) = (false, 0);

    /// <summary>Puts the next one off until the log has grown by another quarter: a disk that is full is not filled again
    /// at each commit.</summary>
    public void Failed(long logBytes) => _notBefore = logBytes + (Math.Max(logBytes, leastLog) / 4);
}
