using System.Globalization;
using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests.Running;

/// <summary>What is run aside gives way to requests, and nothing else does.</summary>
public sealed class QuietThreadsTests
{
    /// <summary>Where the nice value stands in <c>/proc/thread-self/stat</c>, counted from what follows the name.</summary>
    private const int NiceField = 16;

    private readonly QuietThreads _quiet = new() { AreWanted = true };

    [Fact]
    public void Run_NotWanted_RunsHere()
    {
        var ran = 0;
        new QuietThreads().Run(() => ran = Environment.CurrentManagedThreadId);
        Assert.Equal(Environment.CurrentManagedThreadId, ran);
    }

    [Fact]
    public void Run_OnLinux_IsOfLowPriorityAndLeavesTheCallersAlone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has nice values of threads.");
        var before = Nice();
        var aside = before;
        _quiet.Run(() => aside = Nice());
        Assert.True(aside > before || before >= 10, $"{aside} after {before}");
        Assert.Equal(before, Nice());
    }

    [Fact]
    public void Run_WorkThrows_ThrowsItHereAndGoesOn()
    {
        for (var i = 0; i < 3; i++)
            Assert.Throws<FormatException>(() => _quiet.Run(() => throw new FormatException()));
        var ran = false;
        _quiet.Run(() => ran = true);
        Assert.True(ran);
    }

    [Fact]
    public async Task Run_OfTwoAtOnce_NeitherWaitsForTheOther()
    {
        using var both = new Barrier(2);
        var first = Task.Factory.StartNew(
            () => _quiet.Run(both.SignalAndWait), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _quiet.Run(both.SignalAndWait);
        await first;
        Assert.Equal(1, both.CurrentPhaseNumber);
    }

    /// <summary>A thread that has nothing to do must not hold on to what it did: it may be a commit of some hundred megabytes.</summary>
    [Fact]
    public void Run_AfterItsWork_KeepsNothingOfIt()
    {
        var work = RunWithBallast();
        GC.Collect();
        Assert.False(work.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference RunWithBallast()
    {
        var ballast = new byte[1000];
        _quiet.Run(() => ballast[0]++);
        return new WeakReference(ballast);
    }

    [Fact]
    public void Run_OnLinux_TellsWhatItTookOfTheProcessor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has threads of low priority here.");
        var spent = TimeSpan.Zero;
        var quiet = new QuietThreads(took => spent += took) { AreWanted = true };
        var counted = 0;
        quiet.Run(() =>
        {
            while (counted < 10_000_000)
                Volatile.Write(ref counted, Volatile.Read(ref counted) + 1);
        });
        Assert.True(spent > TimeSpan.FromMilliseconds(1), $"{spent}");
    }

    private static int Nice()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[NiceField], CultureInfo.InvariantCulture);
    }
}
