using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Spooling;

namespace MovieGrains.Ingest.Polling;

/// <summary>What all sources' pollers share.</summary>
internal sealed record IngestParts(
    IRecordSink Sink,
    Ledger Ledger,
    NotificationQueue Notifications,
    SpoolFolder Spool,
    IngestOptions Options,
    TimeProvider Time,
    Backoff Backoff,
    IngestProgress Progress,
    ILogger Log);
