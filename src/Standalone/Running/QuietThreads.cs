using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace MovieGrains.Standalone.Running;

/// <summary>Threads of low priority, for work that takes long while requests are answered.</summary>
/// <remarks>
/// <para>Linux lets a thread raise its nice value without any right, but not lower it again, and a thread inherits it from the one that
/// starts it. So these run nothing but what they are given, and whoever gives it waits for its end: what comes after, such as passing
/// on the writer's turn, may start a thread of the pool, which would then answer requests at low priority for as long as it lives.
/// Nothing that is run here may use the pool, nor wait for anything but a disk.</para>
/// <para>Elsewhere the work is run at once, by whoever asks.</para>
/// </remarks>
internal sealed class QuietThreads
{
    /// <summary>How much less of a core than a request does it get when both want it? A tenth. With <see cref="ShortTurns"/> a reader that wakes
    /// is let in at once by much less; with much more, a client's write could wait long for work that has the writer's turn, and everybody for a
    /// collection that it runs into.</summary>
    private const int Nice = 10;

    /// <summary>After how many milliseconds is the compiler's thread looked for again? It takes half of one, and the runtime waits a tenth of a
    /// second before it compiles what is new.</summary>
    private const int LookEvery = 100;

    private readonly ConcurrentBag<QuietThread> _idle = [];
    private readonly CompilerThread _compiler = new();
    private readonly Action<TimeSpan>? _spent;
    private volatile bool _areWanted;
    private long _done, _begun;
    private long _lookedAt = -LookEvery; // When the compiler's thread was last looked for, in milliseconds.

    /// <summary>None yet.</summary>
    /// <param name="spent">Told of the processor time that each piece of work took on one of these threads, and the runtime's compiler meanwhile.</param>
    public QuietThreads(Action<TimeSpan>? spent = null) => _spent = spent;

    /// <summary>Whether there is anybody to be quiet for; false by default, as nobody asks while a first load is under way.</summary>
    public bool AreWanted
    {
        get => _areWanted;
        set => _areWanted = value;
    }

    /// <summary>How many pieces of work have been done, by these threads or in place of them.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Whether one is under way.</summary>
    public bool AreBusy => Interlocked.Read(ref _begun) != Done;

    /// <summary>Runs some work, and returns when it is done. What it throws is thrown.</summary>
    public void Run(Action work)
    {
        Interlocked.Increment(ref _begun);
        try
        {
            if (_areWanted && OperatingSystem.IsLinux())
                RunQuietly(work);
            else
                work();
        }
        finally
        {
            Interlocked.Increment(ref _done);
        }
    }

    private void RunQuietly(Action work)
    {
        // As many as have been busy at once: ingest, a compaction, a snapshot.
        if (!_idle.TryTake(out var thread))
            thread = new QuietThread(this);
        try
        {
            thread.Run(work);
        }
        finally
        {
            var spent = thread.Spent;
            _idle.Add(thread);
            _spent?.Invoke(spent);
        }
    }

    /// <summary>What is done for files is compiled because of files: it gives way as they do, and is work done for them.</summary>
    private void QuietenCompiler()
    {
        TimeSpan took;
        lock (_compiler)
        {
            var now = Environment.TickCount64;
            if (now - _lookedAt < LookEvery)
                return;
            _lookedAt = now;
            took = _compiler.Quieten();
        }
        _spent?.Invoke(took);
    }

    [SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process, as does whoever keeps it.")]
    private sealed class QuietThread
    {
        /// <summary>The number of the clock that counts a thread's processor time.</summary>
        private const int OfThisThread = 3;

        private readonly QuietThreads _all;
        private readonly SemaphoreSlim _begun = new(0), _ended = new(0);
        private Action? _work;
        private ExceptionDispatchInfo? _failure;

        /// <summary>Processor time that the last work took.</summary>
        public TimeSpan Spent { get; private set; }

        public QuietThread(QuietThreads all)
        {
            _all = all;
            new Thread(RunAll) { IsBackground = true, Name = "quiet" }.Start();
        }

        public void Run(Action work)
        {
            _work = work;
            _begun.Release();
            _ended.Wait();
            var failure = _failure;
            _failure = null;
            failure?.Throw();
        }

        private void RunAll()
        {
            // A sandbox may forbid it; the work is done all the same.
            _ = Niceness.Set(Niceness.Myself, Nice);
            for (; ; )
            {
                _begun.Wait();
                var before = ProcessorTime();
                _all.QuietenCompiler();
                RunOne();
                Spent = ProcessorTime() - before;
                _ended.Release();
            }
        }

        /// <summary>A method of its own: the loop's frame could keep the last work, and with it a commit's memory, for as long as the thread
        /// has nothing else to do.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private void RunOne()
        {
            try
            {
                _work!();
            }
            catch (Exception failure)
            {
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
            _work = null;
        }

        /// <summary>What this thread has taken of a processor, which is not what has passed by the clock where others want one, too.</summary>
        private static TimeSpan ProcessorTime() =>
            GetTime(OfThisThread, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick) : default;

        [DllImport("libc", EntryPoint = "clock_gettime")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int GetTime(int clock, out ClockTime time);

        [StructLayout(LayoutKind.Sequential)]
        private readonly struct ClockTime
        {
            public readonly nint Seconds, Nanoseconds;
        }
    }
}
