namespace MovieGrains.Http.Problems;

// Of the changes, the ledger and notifications.
internal sealed partial record Problem
{
    public static Problem NoChangeFeed() => new("no-change-feed", StatusCodes.Status404NotFound,
        "There is no feed of changes", "This process keeps no record of what changes.");

    public static Problem ChangesExpired() => new("changes-expired", StatusCodes.Status410Gone,
        "The changes after this one are no longer remembered", "Too much has changed since. Read /export and follow /changes anew.");

    public static Problem TooManyListeners() => new("too-many-listeners", StatusCodes.Status503ServiceUnavailable,
        "Too many follow the changes already", "No more can be told of changes here for now.")
    {
        RetrySoon = true,
    };

    public static Problem TooManyExports() => new("too-many-exports", StatusCodes.Status503ServiceUnavailable,
        "Too many exports are being read already", "No more can be read here until one of them ends.")
    {
        RetrySoon = true,
    };

    public static Problem NoSuchFile(string id) => new("no-such-file", StatusCodes.Status404NotFound,
        "There is no such file", $"No file has the id {id}.");

    public static Problem BadNotification(string detail) => new("bad-notification", StatusCodes.Status400BadRequest,
        "The notification can't be read", detail);

    public static Problem NoSuchSource(string detail) => new("no-such-source", StatusCodes.Status404NotFound,
        "No source has such an object", detail);

    public static Problem QueueFull() => new("queue-full", StatusCodes.Status503ServiceUnavailable,
        "Too many notifications wait already", "Nothing is lost: the next look at the whole source finds what has changed.")
    {
        RetrySoon = true,
    };
}
