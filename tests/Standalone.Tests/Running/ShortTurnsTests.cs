using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests.Running;

/// <summary>Short turns are asked for, and change nothing else.</summary>
public sealed class ShortTurnsTests
{
    /// <summary>Nice value, priority for real time and policy, counted from what follows the name.</summary>
    private static readonly int[] Fields = [16, 37, 38];

    [Fact]
    public void Ask_OnLinux_LeavesPriorityAndPolicy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has turns that can be asked for.");
        string before = "", after = "";
        // Of a thread of its own: those of the tests go on as they are.
        var thread = new Thread(() =>
        {
            before = Scheduling();
            _ = ShortTurns.Ask();
            after = Scheduling();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(before, after);
    }

    private static string Scheduling()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return string.Join(' ', Fields.Select(field => fields[field]));
    }
}
