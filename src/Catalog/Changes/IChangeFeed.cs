namespace MovieGrains.Catalog.Changes;

/// <summary>Tells what has changed in a catalogue, in order, and goes on from wherever a listener was.</summary>
/// <remarks>It remembers a bounded number of changes. All members may be called at the same time from any thread.</remarks>
public interface IChangeFeed
{
    /// <summary>The position after the newest change: where a listener begins that wants only what comes.</summary>
    string End { get; }

    /// <summary>Reads the changes after a position, and waits while there are none.</summary>
    /// <param name="after">Where to go on: <see cref="End"/>, or a <see cref="Change.Position"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ChangePage> ReadAsync(string after, CancellationToken cancellationToken);
}

/// <summary>Whether a position could be gone on from.</summary>
public enum FeedResult
{
    /// <summary>It could.</summary>
    Read,

    /// <summary>It is none of this feed's.</summary>
    Malformed,

    /// <summary>Changes after it are no longer remembered: the listener must read the whole catalogue again.</summary>
    Expired,
}

/// <summary>Some changes, in their order.</summary>
/// <param name="Result">Whether the position could be gone on from.</param>
/// <param name="Changes">At least one, and a bounded number, unless it could not.</param>
public sealed record ChangePage(FeedResult Result, IReadOnlyList<Change> Changes);

/// <summary>What happened to a movie.</summary>
public enum ChangeKind : byte
{
    /// <summary>It is new, or there again.</summary>
    Added,

    /// <summary>Its document is another.</summary>
    Updated,

    /// <summary>It is no longer there.</summary>
    Deleted,
}

/// <summary>One change of one movie.</summary>
/// <param name="Position">Goes on after this change; opaque, of letters, digits, dots and hyphens. Null when the feed can only go on
/// after a later change of the page: the last one of each has a position.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Id">The movie's id.</param>
/// <param name="Generation">The first generation that has it so.</param>
/// <param name="Source">Where it came from: a source's name, or <c>api</c>.</param>
public sealed record Change(string? Position, ChangeKind Kind, string Id, long Generation, string Source);
