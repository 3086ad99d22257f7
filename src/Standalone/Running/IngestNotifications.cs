using MovieGrains.Http.Ingest;
using MovieGrains.Ingest.Notifications;
using NotificationOutcome = MovieGrains.Http.Ingest.NotificationOutcome;
using NotificationResult = MovieGrains.Http.Ingest.NotificationResult;

namespace MovieGrains.Standalone.Running;

/// <summary>The queue of notifications, as the HTTP surface offers to it.</summary>
internal sealed class IngestNotifications(NotificationQueue queue) : INotificationQueue
{
    /// <inheritdoc/>
    public ValueTask<NotificationOutcome> OfferAsync(ObjectNotification notification, CancellationToken cancellationToken)
    {
        var outcome = queue.Offer(notification.Bucket, notification.Key);
        var result = outcome.Result switch
        {
            Ingest.Notifications.NotificationResult.Queued => NotificationResult.Queued,
            Ingest.Notifications.NotificationResult.Full => NotificationResult.Full,
            _ => NotificationResult.NotConfigured,
        };
        return ValueTask.FromResult(new NotificationOutcome(result, outcome.FileId));
    }
}
