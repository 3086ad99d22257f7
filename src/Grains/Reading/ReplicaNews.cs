using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>Finds out which years have changed: from the directory, and when that does not answer, as while its silo hangs or is gone and
/// nobody knows it yet, from the owners of all years that are known.</summary>
/// <param name="source">The directory and the owners.</param>
/// <param name="versions">Takes what is found.</param>
/// <param name="isHeld">Whether a year is to be held: of others nobody waits for news.</param>
/// <param name="options">How long to wait.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when the directory begins not to answer.</param>
internal sealed partial class ReplicaNews(
    IYearSource source, YearVersions versions, Predicate<int> isHeld, ReplicaOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Owners asked at a time; all that there commonly are, as one that does not answer holds up the others that are asked with it.</summary>
    private const int Owners = 256;

    private long instance, sequence;
    private long begun, heard;
    private bool isMissing; // The directory has not answered when it was last asked.
    private long askedAt; // When it was last asked in vain.

    /// <summary>How often the directory has been asked.</summary>
    public long Begun => Interlocked.Read(ref begun);

    /// <summary>Which of these times it answered last: all years that there were when it was asked then are known.</summary>
    public long Heard => Interlocked.Read(ref heard);

    /// <summary>Finds out. A new year is the directory's alone to tell.</summary>
    /// <param name="isWaited">Whether whoever reads waits for what is to be found: there may be no owners to be asked yet.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReadAsync(bool isWaited, CancellationToken cancellationToken)
    {
        if (!isWaited)
            await AskDirectoryAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        else if (!await TryDirectoryAsync(cancellationToken))
            await AskOwnersAsync(cancellationToken);
    }

    private async Task<bool> TryDirectoryAsync(CancellationToken cancellationToken)
    {
        // Not in each pass, as each would wait for it.
        if (isMissing && time.GetElapsedTime(askedAt) < options.NewsAgain)
            return false;
        try
        {
            await AskDirectoryAsync(options.NewsLimit, cancellationToken);
            isMissing = false;
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            askedAt = Math.Max(1, time.GetTimestamp());
            if (!isMissing)
                DirectoryMissing(log, failure.Message);
            isMissing = true;
            return false;
        }
    }

    private async Task AskDirectoryAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var asked = Interlocked.Increment(ref begun);
        var news = await source.NewsAsync(instance, sequence).WaitAsync(limit, time, cancellationToken);
        foreach (var version in news.Years)
            versions.Want(version);
        (instance, sequence) = (news.Instance, news.Sequence);
        Interlocked.Exchange(ref heard, asked);
    }

    private async Task AskOwnersAsync(CancellationToken cancellationToken)
    {
        foreach (var years in versions.Years.FindAll(isHeld).Chunk(Owners))
        {
            foreach (var version in await Task.WhenAll(years.Select(year => AskAsync(year, cancellationToken))))
            {
                if (version is { } known)
                    versions.Want(known);
            }
        }
    }

    /// <summary>Asks an owner for what is new, as a pull would; nearly always that is nothing.</summary>
    /// <returns>How far that goes; null when the owner has not answered: it is on a silo that is gone, and has no new writes either.</returns>
    private async Task<YearVersion?> AskAsync(int year, CancellationToken cancellationToken)
    {
        try
        {
            var held = versions.Held(year);
            var request = new PullRequest(held.Epoch, held.Version, 0);
            return (await source.PullAsync(year, request, cancellationToken).WaitAsync(options.NewsLimit, time, cancellationToken)).Version;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "The directory of years does not answer; the owners are asked themselves: {Why}")]
    private static partial void DirectoryMissing(ILogger log, string why);
}
