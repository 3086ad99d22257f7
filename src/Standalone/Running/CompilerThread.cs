using System.Globalization;

namespace MovieGrains.Standalone.Running;

/// <summary>The runtime's thread that compiles what has turned out to be called often.</summary>
/// <remarks>
/// Files bring code to be called often that requests never call, and the runtime compiles it anew beside: a second and a half of processor
/// in the first changes of the real set, at the priority of requests, of which one in a hundred waited for it. The code runs meanwhile, if
/// slower, so there is no haste. The runtime has no setting for it, and starts the thread anew after each pause of some seconds, so it is
/// looked for by its name.
/// </remarks>
internal sealed class CompilerThread
{
    /// <summary>Linux keeps fifteen letters of a name.</summary>
    private const string Name = ".NET Tiered Com";

    private const string Threads = "/proc/self/task";

    /// <summary>The lowest priority that there is: nobody waits for what it does.</summary>
    private const int Nice = 19;

    private int? _thread; // The one that was there at the last look.
    private TimeSpan _before; // What it had taken of a processor by then.

    /// <summary>Gives it a low priority, for as long as it lives, if there is one now.</summary>
    /// <returns>What it has taken of a processor since the last look; nothing when it was not there yet.</returns>
    public TimeSpan Quieten()
    {
        var (known, before) = (_thread, _before);
        _thread = Find(Name);
        if (_thread is not { } thread)
            return TimeSpan.Zero;
        _before = ProcessorTime(thread);
        if (thread == known)
            return _before - before;
        _ = Niceness.Set(thread, Nice);
        return TimeSpan.Zero;
    }

    /// <summary>The number of a thread of this process by its name; null when there is none, or the system does not tell.</summary>
    internal static int? Find(string name)
    {
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(Threads))
            {
                if (NameOf(folder).AsSpan().TrimEnd().SequenceEqual(name))
                    return int.Parse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No such folder: a sandbox, or another system.
        }
        return null;
    }

    private static string NameOf(string folder) => Read(Path.Combine(folder, "comm"));

    /// <summary>The nanoseconds come first; nothing where the system does not tell.</summary>
    internal static TimeSpan ProcessorTime(int thread)
    {
        var told = Read(string.Create(CultureInfo.InvariantCulture, $"{Threads}/{thread}/schedstat"));
        return long.TryParse(told.AsSpan(0, Math.Max(0, told.IndexOf(' ', StringComparison.Ordinal))), CultureInfo.InvariantCulture, out var nanoseconds)
            ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
            : TimeSpan.Zero;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // Of a thread that has ended meanwhile.
            return "";
        }
    }
}
