using System.Diagnostics;

namespace MovieGrains.Bench.Reporting;

/// <summary>Notes some times a second what the processors have done, so that it can be told afterwards of any moment.</summary>
internal sealed class MachineWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Lock sync = new();
    private readonly List<MachineTime> notes = [];
    private readonly Timer timer;

    /// <summary>Begins.</summary>
    public MachineWatch()
    {
        Note();
        timer = new Timer(_ => Note(), null, Interval, Interval);
    }

    /// <summary>What the processors did from the last note before a time to the first one after it: no less than in it.</summary>
    /// <param name="from">The time's begin, by <see cref="Stopwatch"/>.</param>
    /// <param name="to">Its end.</param>
    public MachineTime Between(long from, long to)
    {
        lock (sync)
        {
            var first = Math.Max(0, CountTo(Stopwatch.GetElapsedTime(0, from)) - 1);
            var last = Math.Min(notes.Count - 1, CountTo(Stopwatch.GetElapsedTime(0, to)));
            return notes[last] - notes[first];
        }
    }

    /// <inheritdoc/>
    /// <remarks>With a last note, for what came to its end just now.</remarks>
    public void Dispose()
    {
        timer.Dispose();
        Note();
    }

    private void Note()
    {
        lock (sync)
            notes.Add(MachineTime.Now);
    }

    /// <summary>How many notes were made up to a time; notes are in the order of theirs.</summary>
    private int CountTo(TimeSpan time)
    {
        var (low, high) = (0, notes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = notes[middle].Elapsed <= time ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
