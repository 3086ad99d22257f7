namespace MovieGrains.Bench.Http;

/// <summary>Where the servers are that were built beside this program.</summary>
internal static class BuiltOutput
{
    /// <summary>The bare endpoint.</summary>
    public static string Bare(string? named) => named ?? Find("bench/Bare", "MovieGrains.Bare.dll");

    /// <summary>The Standalone edition.</summary>
    public static string Standalone(string? named) => named ?? Find("src/Standalone", "MovieGrains.Standalone.dll");

    /// <summary>What ./movies published, or what was built by hand: whichever is newer, as that is what its author means.</summary>
    private static string Find(string project, string assembly)
    {
        // …/bench/Bench/bin/Release/net10.0 → …
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var root = Path.GetFullPath(Path.Combine(own, "../../../../.."));
        var built = Path.Combine(root, project, "bin", Path.GetFileName(Path.GetDirectoryName(own)!), Path.GetFileName(own), assembly);
        var published = Path.Combine(root, "artifacts", Path.GetFileName(project).ToLowerInvariant(), assembly);
        return File.GetLastWriteTimeUtc(published) > File.GetLastWriteTimeUtc(built) ? published : built;
    }
}
