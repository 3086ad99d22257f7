using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>Stamps the records of clients: with the server's time or, if that is not later than all that the movie has, one
/// tick after it. So a client's write always counts, whatever the clocks of suppliers say.</summary>
/// <param name="now">The server's time, once for a commit.</param>
internal sealed class ApiClock(DateTimeOffset now)
{
    /// <summary>The source of every such stamp.</summary>
    public const string Source = RecordShare.Writes;

    /// <summary>Stands for the stamp of a client's record until it is known which movie it meets.</summary>
    public static readonly FileOrigin Unstamped = new(DateTimeOffset.MinValue, Source, "");

    private readonly FileOrigin origin = new(now, Source, "");
    private int place;

    /// <summary>Whether a stamp is a client's that has yet to be set.</summary>
    public static bool IsApi(Stamp stamp) => ReferenceEquals(stamp.File, Unstamped);

    /// <summary>The stamp of a write to a movie.</summary>
    public Stamp After(MergeState? state)
    {
        var newest = state is { } known ? NewestOf(known) : Stamp.Never;
        // Within a commit one write follows the other by its place: what this clock has given last is older.
        if (newest.File is null || newest.File.LastModified < origin.LastModified || ReferenceEquals(newest.File, origin))
            return new Stamp(origin, place++);
        var tick = Math.Min(newest.File.LastModified.UtcTicks, DateTimeOffset.MaxValue.Ticks - 1) + 1;
        return new Stamp(origin with { LastModified = new DateTimeOffset(tick, TimeSpan.Zero) }, 0);
    }

    /// <summary>Stamps a staged record.</summary>
    public StagedRecord Restamp(in StagedRecord record, MergeState? met)
    {
        var stamp = After(met);
        if (record.State.Exceptions is not { } exceptions)
            return record with { State = new MergeState(stamp, null) };
        var stamps = new Dictionary<string, Stamp>(StringComparer.Ordinal);
        foreach (var (name, written) in exceptions.Stamps)
            stamps[name] = written == Stamp.Never ? written : stamp;
        return record with { State = new MergeState(stamp, new FieldStamps(exceptions.Floor, stamps)) };
    }

    private static Stamp NewestOf(MergeState state)
    {
        var newest = state.Base;
        if (state.Exceptions is not { } exceptions)
            return newest;
        newest = exceptions.Floor > newest ? exceptions.Floor : newest;
        foreach (var written in exceptions.Stamps.Values)
            newest = written > newest ? written : newest;
        return newest;
    }
}
