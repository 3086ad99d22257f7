using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Ingesting;

/// <summary>Sends records to the owners of their years, and again when that fails: what an owner has merged already changes nothing.</summary>
/// <remarks>Only the outcomes differ then: what the call that failed had added is unchanged for the next one.</remarks>
/// <param name="ownerOf">The owner of a year.</param>
/// <param name="options">How they are sent.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads retries.</param>
/// <param name="logger">Told of calls that fail.</param>
internal sealed class OwnersFeed(Func<int, IYearOwner> ownerOf, FeedOptions options, TimeProvider time, Random random, ILogger logger)
{
    /// <summary>How long is the longest wait between two calls?</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Sends the records of each year, piece by piece.</summary>
    /// <param name="years">Each year's pieces, in their order.</param>
    /// <param name="onFed">Told of each piece that was merged, one at a time.</param>
    /// <param name="cancellationToken">Ends it; what was sent stays.</param>
    public Task FeedAsync(
        IEnumerable<IGrouping<int, YearPiece>> years, Action<YearPiece, FedFile[]> onFed, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(years, parallel, async (year, token) =>
        {
            foreach (var piece in year)
            {
                var fed = await FeedAsync(year.Key, piece, token);
                lock (gate)
                    onFed(piece, fed);
            }
        });
    }

    /// <summary>How many bytes a piece has at most.</summary>
    public int PieceBytes => options.PieceBytes;

    private async Task<FedFile[]> FeedAsync(int year, YearPiece piece, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ownerOf(year).FeedAsync(piece.Files, cancellationToken);
            }
            catch (Exception failure) when (attempt < options.Attempts && !cancellationToken.IsCancellationRequested)
            {
                logger.FeedFailed(failure, year, attempt);
            }
            await Task.Delay(WaitAfter(attempt), time, cancellationToken);
        }
    }

    private TimeSpan WaitAfter(int attempt)
    {
        var longest = options.FirstWait * Math.Pow(2, attempt - 1);
        return (0.5 + (random.NextDouble() / 2)) * (longest < LongestWait ? longest : LongestWait);
    }
}

/// <summary>Some records of one year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Places">Which of a batch's files each of <paramref name="Files"/> is.</param>
/// <param name="Files">The records, file by file.</param>
internal sealed record YearPiece(int Year, int[] Places, FileRecords[] Files);
