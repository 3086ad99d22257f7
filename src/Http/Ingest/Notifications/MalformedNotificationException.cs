namespace MovieGrains.Http.Ingest.Notifications;

/// <summary>A notification is of no form that is taken.</summary>
/// <param name="place">Where, as a path into the body.</param>
/// <param name="reason">What is wrong there, one clause.</param>
internal sealed class MalformedNotificationException(string place, string reason) : Exception($"At {place}: {reason}.");
