namespace MovieGrains.Grains.Storage;

/// <summary>How a record is laid out in rows.</summary>
public sealed record RecordOptions
{
    /// <summary>
    /// Bytes of a chunk, and of a row of the log, from which on there are to be more of them: 256 KiB by default, from 64 B to 64 MiB.
    /// Larger rows are fewer; smaller ones are less to write when little has changed. A movie that is larger is still one row.
    /// </summary>
    public int RowBytes { get; init; } = 256 << 10;

    /// <summary>
    /// Bytes of commits that the head row itself may hold before they go into a row of the log: 64 KiB by default, up to 1 MiB. More
    /// spares a second write now and then; fewer make each write smaller, since the head is written with every commit.
    /// </summary>
    public int InlineBytes { get; init; } = 64 << 10;

    /// <summary>
    /// Bytes of log from which on the chunks are brought up to date, 4 MiB by default; never before the log is half as large as the
    /// chunks. More spares writes; less spares reading when an owner moves.
    /// </summary>
    public long LogBytes { get; init; } = 4 << 20;

    /// <summary>Rows read or written at the same time, 8 by default, from 1. More are quicker and take more connections.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <exception cref="InvalidOperationException">One is; the message names it.</exception>
    public void Validate()
    {
        Require(RowBytes is >= 64 and <= 64 << 20, $"{nameof(RowBytes)} is {RowBytes}; it must be from 64 B to 64 MiB.");
        Require(InlineBytes is >= 0 and <= 1 << 20, $"{nameof(InlineBytes)} is {InlineBytes}; it must be from 0 to 1 MiB.");
        Require(LogBytes >= 0, $"{nameof(LogBytes)} is {LogBytes}; it must not be less than nothing.");
        Require(Parallel >= 1, $"{nameof(Parallel)} is {Parallel}; it must be 1 at least.");
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
