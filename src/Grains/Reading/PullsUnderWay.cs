using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>The years that a replica pulls at the moment, each once.</summary>
/// <remarks>For one caller at a time, the replica's loop. An owner that does not answer, as while it moves, holds up no other: those that have
/// answered are taken in meanwhile, and it when it has.</remarks>
/// <param name="source">The owners.</param>
internal sealed class PullsUnderWay(IYearSource source)
{
    /// <summary>Owners asked at a time for all that there is of their years: that takes memory.</summary>
    private const int MostImages = 8;

    /// <summary>Owners asked at a time for what is new, which is little: all that there commonly are, as they may move all at once.</summary>
    private const int MostNews = 256;

    private readonly Dictionary<int, (YearPull Pull, Task Running)> underWay = [];

    /// <summary>How many have not been given back.</summary>
    public int Count => underWay.Count;

    /// <summary>Whether a year is pulled.</summary>
    public bool Has(int year) => underWay.ContainsKey(year);

    /// <summary>Begins a pull, unless there are enough.</summary>
    /// <param name="held">What there is of the year.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False when there are enough: later, then.</returns>
    public bool TryBegin(YearVersion held, CancellationToken cancellationToken)
    {
        var isImage = held.Epoch == 0;
        if (underWay.Values.Count(other => other.Pull.Begun.Epoch == 0 == isImage) >= (isImage ? MostImages : MostNews))
            return false;
        var pull = new YearPull(source, held);
        underWay.Add(held.Year, (pull, pull.RunAsync(cancellationToken)));
        return true;
    }

    /// <summary>Waits until all have come to an end, but no longer than some time, and gives those that have.</summary>
    public async Task<List<YearPull>> EndedAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        // None of them fails: a pull keeps what went wrong.
        await Task.WhenAll(underWay.Values.Select(static one => one.Running)).WaitAsync(patience, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        var ended = underWay.Values.Where(static one => one.Running.IsCompleted).Select(static one => one.Pull).OrderBy(static pull => pull.Year).ToList();
        ended.ForEach(pull => underWay.Remove(pull.Year));
        return ended;
    }
}
