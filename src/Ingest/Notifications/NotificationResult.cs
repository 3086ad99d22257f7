namespace MovieGrains.Ingest.Notifications;

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
