namespace MovieGrains.Http.Ingest;

/// <summary>Takes word of objects that have come, changed or gone, and has them looked at soon: implemented by whoever
/// composes the process. Polling would find them anyway.</summary>
public interface INotificationQueue
{
    /// <summary>Queues a look at an object. Does not wait for it. Word that comes twice, late or in the wrong order is harmless.</summary>
    ValueTask<NotificationOutcome> OfferAsync(ObjectNotification notification, CancellationToken cancellationToken);
}

/// <summary>Word of one object.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Key">The object's key, as the bucket has it: not encoded.</param>
public sealed record ObjectNotification(string Bucket, string Key);

/// <summary>Whether word of an object was taken.</summary>
/// <param name="Result">Whether it was.</param>
/// <param name="FileId">Under which id the ledger will have the object; null unless it was.</param>
public readonly record struct NotificationOutcome(NotificationResult Result, string? FileId);

/// <summary>Whether word of an object was taken.</summary>
public enum NotificationResult
{
    /// <summary>It will be looked at, or waits to be already.</summary>
    Queued,

    /// <summary>No source has such an object: another bucket, another prefix, or not the name of a drop file.</summary>
    NotConfigured,

    /// <summary>Too much waits already. The next poll finds it, or the sender tries again.</summary>
    Full,
}
