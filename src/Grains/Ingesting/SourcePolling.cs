using System.Buffers;
using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Grains.Ingesting;

/// <summary>Polls one source, on threads of its own: reading and parsing would keep a grain from everything else.</summary>
/// <remarks>Without a source, as when no silo is configured with it any more, there is its ledger alone. All but the start may be called
/// from any thread.</remarks>
internal sealed class SourcePolling : IAsyncDisposable
{
    private readonly IObjectSource? source;
    private readonly Ingester ingester;
    private readonly NotificationQueue notifications;
    private readonly LedgerPages pages;
    private readonly ILogger logger;
    private readonly CancellationTokenSource end = new();
    private Task running = Task.CompletedTask;

    private SourcePolling(
        IObjectSource? source, IRecordSink sink, CatalogStore notes, IngestOptions options, TimeProvider time, Random random,
        ILogger<Ingester> logger)
    {
        (this.source, this.logger) = (source, logger);
        var ledger = new Ledger(notes);
        IObjectSource[] sources = source is null ? [] : [source];
        notifications = new NotificationQueue(sources);
        pages = new LedgerPages(ledger);
        ingester = new Ingester(sources, sink, ledger, notifications, options, time, random, logger);
        ingester.Restore();
    }

    /// <summary>What it has done, in short.</summary>
    public SourceStatus Status
    {
        get
        {
            var totals = ingester.Totals;
            return new SourceStatus(ingester.WasLoaded, totals.Records, totals.Sources is [var one] ? one.Failure : null);
        }
    }

    /// <summary>What it has done.</summary>
    public IngestTotals Totals => ingester.Totals;

    /// <summary>Whether there is anything to poll.</summary>
    public bool HasSource => source is not null;

    /// <summary>Begins to poll.</summary>
    /// <param name="source">The source; disposed with this. Null for its ledger alone.</param>
    /// <param name="sink">Takes records and rows of the ledger.</param>
    /// <param name="notes">Has the rows.</param>
    /// <param name="options">How files are polled and fed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Spreads retries.</param>
    /// <param name="logger">The ingester's log.</param>
    public static SourcePolling Start(
        IObjectSource? source, IRecordSink sink, CatalogStore notes, IngestOptions options, TimeProvider time, Random random,
        ILogger<Ingester> logger)
    {
        var polling = new SourcePolling(source, sink, notes, options, time, random, logger);
        polling.Start();
        return polling;
    }

    /// <summary>Begins to poll, unless it does already. One call at a time.</summary>
    public void Start()
    {
        if (source is null || !running.IsCompleted || end.IsCancellationRequested)
            return;
        // What a call brings along, such as its trace, is not the polling's.
        using (ExecutionContext.SuppressFlow())
            running = Task.Run(RunAsync);
    }

    /// <summary>Takes word of an object.</summary>
    public SourceNotification Notify(string bucket, string key)
    {
        var outcome = notifications.Offer(bucket, key);
        return new SourceNotification((int)outcome.Result, outcome.FileId);
    }

    /// <summary>Some files of the ledger.</summary>
    public SourceFiles List(string? state, long first, int count)
    {
        var (total, lines) = pages.List(state, first, count);
        return new SourceFiles(total, [.. lines.Select(static line => new ListedFile(line.LastSeen.UtcTicks, line.Id, line.Json))]);
    }

    /// <summary>One file of the ledger; null when it is not known.</summary>
    public byte[]? Find(string id)
    {
        var body = new ArrayBufferWriter<byte>();
        return pages.WriteFile(id, body) ? body.WrittenSpan.ToArray() : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        ingester.Dispose();
        (source as IDisposable)?.Dispose();
        end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await ingester.RunAsync(end.Token);
        }
        catch (Exception failure)
        {
            logger.PollingEnded(failure, source!.Name);
        }
    }
}
