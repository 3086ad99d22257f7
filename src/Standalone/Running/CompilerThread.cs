using System.Globalization;

namespace MovieGrains.Standalone.Running;

/// <summary>The runtime's thread that compiles what has turned out to be called often.</summary>
/// <remarks>
/// Files bring code to be called often that requests never call, and the runtime compiles it anew beside: a second and a half of processor
/// in the first changes of the real set, at the priority of requests, of which one in a hundred waited for it. The code runs meanwhile, if
/// slower, so there is no haste. The runtime has no setting for it, and starts the thread anew after each pause of some seconds, so it is
/// looked for by its name.
/// </remarks>
internal static class CompilerThread
{
    /// <summary>Linux keeps fifteen letters of a name.</summary>
    private const string Name = ".NET Tiered Com";

    private const string Threads = "/proc/self/task";

    /// <summary>Gives it a low priority, for as long as it lives, if there is one now.</summary>
    /// <returns>Whether there is.</returns>
    public static bool Quieten(int nice) => Find(Name) is { } thread && Niceness.Set(thread, nice);

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

    private static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm"));
        }
        catch (IOException)
        {
            // A thread that has ended meanwhile.
            return "";
        }
    }
}
