namespace MovieGrains.Ingest.Notifications;

/// <summary>Whether word of an object was taken.</summary>
/// <param name="Result">Whether it was.</param>
/// <param name="FileId">Under which id the ledger will have the object; null unless it was.</param>
public readonly record struct NotificationOutcome(NotificationResult Result, string? FileId);
