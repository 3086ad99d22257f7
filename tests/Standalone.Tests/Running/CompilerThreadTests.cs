using System.Globalization;
using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests.Running;

/// <summary>The runtime's threads are found by their names.</summary>
public sealed class CompilerThreadTests
{
    [Fact]
    public void Find_OfThatName_IsItsNumber()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells of threads.");
        string? number = null;
        int? found = null;
        var thread = new Thread(() =>
        {
            number = Path.GetFileName(new DirectoryInfo("/proc/thread-self").ResolveLinkTarget(returnFinalTarget: false)!.FullName);
            found = CompilerThread.Find("to be found");
        })
        { Name = "to be found" };
        thread.Start();
        thread.Join();
        Assert.Equal(number, found?.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Find_NoSuchName_IsNone() => Assert.Null(CompilerThread.Find("nobody's name"));

    [Fact]
    public void ProcessorTime_OfAThreadThatWorks_Grows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells of threads.");
        var took = TimeSpan.Zero;
        var thread = new Thread(() =>
        {
            var number = CompilerThread.Find("works")!.Value;
            for (var before = CompilerThread.ProcessorTime(number); took < TimeSpan.FromMilliseconds(1);)
                took = CompilerThread.ProcessorTime(number) - before;
        })
        { Name = "works" };
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)), $"{took}");
    }

    [Fact]
    public void ProcessorTime_OfNoThread_IsNone() => Assert.Equal(TimeSpan.Zero, CompilerThread.ProcessorTime(int.MaxValue));
}
