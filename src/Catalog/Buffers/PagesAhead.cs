using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MovieGrains.Catalog.Buffers;

/// <summary>Lets another thread have the memory of a large new array made ready, while this one begins to fill it.</summary>
/// <remarks>
/// The system gives a process memory page by page, as each is first written to, and clears it then. A start that copies a stored
/// catalogue to where it stays spent two fifths of its time on that, while another core had nothing to do.
/// </remarks>
internal static class PagesAhead
{
    /// <summary>From how many bytes on is it worth handing over? The system clears so many in some hundred microseconds.</summary>
    private const int Least = 1 << 20;

    /// <summary>How far apart are bytes that are surely not all of one page, unless pages are larger, and then this is no harm?</summary>
    private const int Page = 4096;

    /// <summary>Has the pages of an array of numbers made ready; returns at once.</summary>
    public static void Touch(Array array)
    {
        if (Environment.ProcessorCount > 1 && Buffer.ByteLength(array) >= Least)
            ThreadPool.UnsafeQueueUserWorkItem(TouchAll, array, preferLocal: false);
    }

    private static void TouchAll(Array array)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        var bytes = Buffer.ByteLength(array);
        // Whoever fills the array may write the very bytes between a plain read and a plain write of ours, which would undo it. This
        // is one step, and leaves them as they are.
        for (var at = 0; at + sizeof(int) <= bytes; at += Page)
            Interlocked.Or(ref Unsafe.As<byte, int>(ref Unsafe.AddByteOffset(ref first, at)), 0);
    }
}
