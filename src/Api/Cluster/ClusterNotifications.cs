using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Http.Ingest;

namespace MovieGrains.Api.Cluster;

/// <summary>Offers word of objects to every source of the cluster.</summary>
internal sealed class ClusterNotifications(Sources sources) : INotificationQueue
{
    private const int Queued = 0, Full = 2;

    /// <inheritdoc/>
    public async ValueTask<NotificationOutcome> OfferAsync(ObjectNotification notification, CancellationToken cancellationToken)
    {
        NotificationOutcome? outcome = null;
        CatalogUnavailableException? failure = null;
        foreach (var answer in await sources.AskAllAsync(source => source.NotifyAsync(notification.Bucket, notification.Key), cancellationToken))
        {
            try
            {
                // Two sources may be of one bucket; one that has room for it is enough to say that it was taken.
                var taken = await answer;
                if (taken.Result == Queued)
                    outcome = new NotificationOutcome(NotificationResult.Queued, taken.FileId);
                else if (taken.Result == Full)
                    outcome ??= new NotificationOutcome(NotificationResult.Full, FileId: null);
            }
            catch (CatalogUnavailableException unavailable)
            {
                failure = unavailable;
            }
        }
        // A source that can't be asked finds by polling what another has taken; of what none has, nobody knows whether it is its own.
        if (outcome is null && failure is not null)
            throw failure;
        return outcome ?? new NotificationOutcome(NotificationResult.NotConfigured, FileId: null);
    }
}
