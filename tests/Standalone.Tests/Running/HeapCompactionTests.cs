using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests.Running;

/// <summary>What bulk work leaves is collected, and how depends on who would notice.</summary>
public sealed class HeapCompactionTests : IDisposable
{
    private readonly QuietThreads _quiet = new() { AreWanted = true };
    private readonly MadeUpHeap _heap = new();
    private readonly HeapCompaction _compaction;
    private bool _isAsked;

    public HeapCompactionTests() => _compaction = new HeapCompaction(TimeProvider.System, _quiet, _ => _isAsked, _heap);

    public void Dispose() => _compaction.Dispose();

    [Fact]
    public void Look_AfterWorkWhileNobodyAsks_Compacts()
    {
        Work(HeapCompaction.LeastBytes);
        Assert.Equal((0, 1), Look());
    }

    [Fact]
    public void Look_AfterWorkWhileAsked_CollectsBesideEverything()
    {
        _isAsked = true;
        Work(HeapCompaction.LeastBytes);
        Assert.Equal((1, 0), Look());
    }

    [Fact]
    public void Look_InTheMidstOfWork_Compacts()
    {
        var done = (0, 0);
        _quiet.Run(() =>
        {
            _heap.Allocated += HeapCompaction.LeastBytes;
            done = Look();
        });
        Assert.Equal((0, 1), done);
    }

    [Fact]
    public void Look_WhatRequestsLeave_IsNotItsOwn()
    {
        Work(0);
        Look();
        _heap.Allocated += 100 * HeapCompaction.LeastBytes;
        Assert.Equal((0, 0), Look());
    }

    [Fact]
    public void Look_AfterLittleWork_DoesNothingUntilThereIsMore()
    {
        Work(HeapCompaction.LeastBytes / 2);
        Assert.Equal((0, 0), Look());
        Work(HeapCompaction.LeastBytes / 2);
        Assert.Equal((0, 1), Look());
        Work(HeapCompaction.LeastBytes / 2);
        Assert.Equal((0, 1), Look());
    }

    [Fact]
    public void Look_OfALargeHeap_WaitsForMore()
    {
        _heap.Bytes = 100 * HeapCompaction.LeastBytes;
        Work(HeapCompaction.LeastBytes);
        Assert.Equal((0, 0), Look());
        Work((long)(_heap.Bytes * HeapCompaction.LeastShare));
        Assert.Equal((0, 1), Look());
    }

    [Fact]
    public void Look_InAFirstLoad_WaitsForMore()
    {
        _quiet.AreWanted = false;
        Work(HeapCompaction.LeastBytes);
        Assert.Equal((0, 0), Look());
        Work(HeapCompaction.LeastLoadedBytes);
        Assert.Equal((0, 1), Look());
    }

    [Fact]
    public void Compact_OfThisProcess_CollectsWhatIsNotUsed()
    {
        var heap = new OwnHeap();
        var before = heap.Allocated;
        var left = Leave(1 << 20);

        heap.Compact();

        Assert.False(left.IsAlive);
        Assert.True(heap.Allocated >= before + (1 << 19));
        Assert.True(heap.Bytes > 0);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Leave(int bytes) => new(new byte[bytes]);

    private void Work(long bytes) => _quiet.Run(() => _heap.Allocated += bytes);

    /// <summary>How often, since the start, everything has been collected beside, and compacted, after one more look.</summary>
    private (int Collected, int Compacted) Look()
    {
        _compaction.Look();
        return (_heap.Collected, _heap.Compacted);
    }

    private sealed class MadeUpHeap : IHeap
    {
        public long Bytes { get; set; }

        public long Allocated { get; set; }

        public int Collected { get; private set; }

        public int Compacted { get; private set; }

        public void Collect() => Collected++;

        public void Compact() => Compacted++;
    }
}
