using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Polling;

/// <summary>Keeps a catalogue up to date with one source: polls it again and again, and takes notifications in between.</summary>
internal sealed class SourceLoop : IDisposable
{
    private readonly IObjectSource _source;
    private readonly IngestParts _parts;
    private readonly SourceLog _log;
    private readonly Action<SourceLoop> _onLoaded;
    private volatile int _failures;
    private volatile string? _failure;
    private DateTimeOffset _notBefore;

    /// <summary>A loop that has not begun.</summary>
    /// <param name="source">The source.</param>
    /// <param name="parts">What it shares with others.</param>
    /// <param name="namesSource">Whether there are others.</param>
    /// <param name="onLoaded">Told whenever the source is known to be loaded.</param>
    public SourceLoop(IObjectSource source, IngestParts parts, bool namesSource, Action<SourceLoop> onLoaded)
    {
        (_source, _parts, _onLoaded) = (source, parts, onLoaded);
        _log = new SourceLog(parts.Log, source.Name, namesSource);
        Poller = new SourcePoller(source, parts, _log, Polled);
    }

    /// <summary>Does one thing at a time.</summary>
    public SourcePoller Poller { get; }

    /// <summary>What its polls came to.</summary>
    public SourceTotals Totals => new(_source.Name, Poller.LastPoll, _failures, _failure, Poller.LastAnswer);

    private TimeSpan Interval => _parts.Options.Interval ?? _source.UsualInterval;

    /// <summary>Polls at once and then at each interval, until cancelled; a source that failed is left alone for longer.</summary>
    public async Task PollRepeatedlyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, _parts.Time);
        // A folder is read without ever waiting; whoever starts the loop must not wait for the first load.
        await Task.Yield();
        do
        {
            if (_parts.Time.GetUtcNow() >= _notBefore)
                await TryPollAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Looks at what notifications name as soon as they come, until cancelled.</summary>
    public async Task TakeNotificationsRepeatedlyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _parts.Notifications.WaitAsync(_source, cancellationToken);
            try
            {
                await Poller.TakeNotificationsAsync(cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The next poll makes up for it.
                _log.PollFailed(e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Poller.Dispose();

    private async Task TryPollAsync(CancellationToken cancellationToken)
    {
        var started = _parts.Time.GetUtcNow();
        try
        {
            await Poller.PollAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _failures++;
            _failure = e.Message;
            // A timer's tick may come a little early, and skipping it would double the wait.
            _notBefore = started + Backoff.OfPoll(_failures, Interval) - (Interval / 2);
            _parts.Progress.PollFailed();
            _log.PollFailed(e);
            if (Poller.IsLoaded)
                _onLoaded(this);
        }
    }

    /// <summary>Before anybody is told that the source is loaded: who is told may look at once.</summary>
    private void Polled()
    {
        _failures = 0;
        _failure = null;
        _log.PollEnded();
        _onLoaded(this);
    }
}
