using MovieGrains.Http.Ingest;

namespace MovieGrains.Http.Tests.Fakes;

/// <summary>Takes what is of the buckets <c>b</c> and <c>movies</c>, up to a bound.</summary>
internal sealed class FakeQueue : INotificationQueue
{
    public int Capacity { get; set; } = int.MaxValue;

    public List<ObjectNotification> Taken { get; } = [];

    public ValueTask<NotificationOutcome> OfferAsync(ObjectNotification notification, CancellationToken cancellationToken)
    {
        if (notification.Bucket is not ("b" or "movies"))
            return ValueTask.FromResult(new NotificationOutcome(NotificationResult.NotConfigured, null));
        if (Taken.Count == Capacity)
            return ValueTask.FromResult(new NotificationOutcome(NotificationResult.Full, null));
        Taken.Add(notification);
        return ValueTask.FromResult(new NotificationOutcome(NotificationResult.Queued, "id " + notification.Key));
    }
}
