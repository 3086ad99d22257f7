using System.Runtime;

namespace MovieGrains.Standalone.Running;

/// <summary>Has what bulk work leaves behind collected soon: beside everything else while somebody asks, and given back when nobody does.</summary>
/// <remarks>
/// Each commit makes large arrays, and leaves as many. By itself the collector waits for twice as many, which the process then keeps. And what it
/// finds leaves gaps, which only moving all of the heap together gives back, while everything stops: 25 ms with the real set, in which nobody is
/// answered. The runtime's own setting for that (<c>System.GC.ConserveMemory</c>) does not know who waits. While the catalogue is asked, the next
/// commit uses the gaps.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="quiet">Does the bulk work.</param>
/// <param name="wasAskedWithin">Whether the catalogue was last asked so recently.</param>
/// <param name="heap">What it is about.</param>
internal sealed class HeapCompaction(TimeProvider time, QuietThreads quiet, Func<TimeSpan, bool> wasAskedWithin, IHeap heap) : BackgroundService
{
    /// <summary>After how many bytes is a collection worth its two milliseconds? Those of half a slice of a large file.</summary>
    internal const long LeastBytes = 64 << 20;

    /// <summary>And in a first load, whose end collects everything anyway?</summary>
    internal const long LeastLoadedBytes = 256 << 20;

    /// <summary>And after which share of the heap, as a large one takes longer?</summary>
    internal const double LeastShare = 0.3;

    /// <summary>For how long has nobody asked before all of the heap is moved? With millions of movies that takes a second, and where the machine
    /// itself stood still for one, those who ask could not.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>A file that is read at full speed allocates some megabytes in so long.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private long _allocated, _done;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // The process stops; there is no next tick.
        }
    }

    /// <summary>Collects when it is time.</summary>
    internal void Look()
    {
        // What requests leave is for the collector alone.
        var done = quiet.Done;
        if (done == _done && !quiet.AreBusy)
            return;
        _done = done;
        var least = quiet.AreWanted ? LeastBytes : LeastLoadedBytes;
        if (heap.Allocated - _allocated < Math.Max(least, (long)(heap.Bytes * LeastShare)))
            return;
        _allocated = heap.Allocated;
        if (wasAskedWithin(Silence))
            heap.Collect();
        else
            heap.Compact();
    }
}

/// <summary>A heap with a collector.</summary>
internal interface IHeap
{
    /// <summary>Its size by the last collection.</summary>
    long Bytes { get; }

    /// <summary>How many bytes have been allocated in it, ever.</summary>
    long Allocated { get; }

    /// <summary>Begins a full collection beside everything else.</summary>
    void Collect();

    /// <summary>Collects all of it while everything stops, moves it together, and gives back what is free then.</summary>
    void Compact();
}

/// <summary>The heap of this process.</summary>
internal sealed class OwnHeap : IHeap
{
    /// <inheritdoc/>
    public long Bytes => GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;

    /// <inheritdoc/>
    public long Allocated => GC.GetTotalAllocatedBytes();

    /// <inheritdoc/>
    public void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);

    /// <inheritdoc/>
    public void Compact()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
