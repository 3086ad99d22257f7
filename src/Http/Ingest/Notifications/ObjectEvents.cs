namespace MovieGrains.Http.Ingest.Notifications;

/// <summary>Tells events after which an object should be looked at from all others.</summary>
/// <remarks>Others are let go by, above all those of reading: our own look would be told to us again, and again.</remarks>
internal static class ObjectEvents
{
    private const string MinioPrefix = "s3:";

    // "ObjectCreated:Put"; from MinIO, and in the names of subscriptions, "s3:ObjectCreated:Put". When an object has gone, a
    // look finds that it is not there.
    private static readonly string[] Records = ["ObjectCreated:", "ObjectRemoved:", "LifecycleExpiration:"];

    private static readonly string[] EventBridge = ["Object Created", "Object Deleted"];

    /// <summary>Whether the event of a record of S3 or MinIO calls for a look.</summary>
    public static bool IsOfRecord(string name)
    {
        var plain = name.StartsWith(MinioPrefix, StringComparison.Ordinal) ? name[MinioPrefix.Length..] : name;
        return Records.Any(kind => plain.StartsWith(kind, StringComparison.Ordinal));
    }

    /// <summary>Whether an EventBridge event calls for a look.</summary>
    public static bool IsOfEventBridge(string detailType) => EventBridge.Contains(detailType, StringComparer.Ordinal);
}
