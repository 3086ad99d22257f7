using Microsoft.Extensions.Logging;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Polling;

/// <summary>Tells the log what is news of a source: the same line every two seconds would hide all others.</summary>
/// <param name="log">The log.</param>
/// <param name="source">The source's name.</param>
/// <param name="namesSource">Whether keys alone don't tell which file is meant.</param>
internal sealed class SourceLog(ILogger log, string source, bool namesSource)
{
    private HashSet<SourceFault> _unlisted = [];
    private string? _failure;

    /// <summary>Places that could not be listed; those of the poll before are no news.</summary>
    public void Unlisted(HashSet<SourceFault> unlisted)
    {
        foreach (var fault in unlisted.Where(fault => !_unlisted.Contains(fault)))
            log.PlaceUnlisted(Shown(fault.Key), fault);
        _unlisted = unlisted;
    }

    /// <summary>A poll came to its end.</summary>
    public void PollEnded() => _failure = null;

    /// <summary>A poll failed; for the same reason as the one before, it is no news.</summary>
    public void PollFailed(Exception failure)
    {
        var level = string.Equals(failure.Message, _failure, StringComparison.Ordinal) ? LogLevel.Debug : LogLevel.Error;
        _failure = failure.Message;
        log.PollFailed(level, source, failure);
    }

    /// <summary>A file was tried; one that fails again for the same reason is no news.</summary>
    public void Tried(LedgerEntry before, LedgerChange change)
    {
        var (entry, key) = (change.Entry, Shown(change.Entry.Key));
        if (entry.Report is { } report)
            log.FileIngested(key, report, change.Rejected ?? []);
        else if (entry.Outcome == FileState.Quarantined)
            log.FileQuarantined(key, entry.Fault!);
        else
            log.FileFailed(before.Fault == entry.Fault ? LogLevel.Debug : LogLevel.Warning, key, entry.Fault!.Reason);
    }

    private string Shown(string key) => namesSource ? $"{source} {key}" : key;
}
