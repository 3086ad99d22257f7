namespace MovieGrains.Bench.Http;

/// <summary>Where the servers are that were built beside this program.</summary>
internal static class BuiltOutput
{
    /// <summary>The bare endpoint.</summary>
    public static string Bare(string? named) => named ?? Find("bench/Bare", "MovieGrains.Bare.dll");

    /// <summary>The Standalone edition.</summary>
    public static string Standalone(string? named) => named ?? Find("src/Standalone", "MovieGrains.Standalone.dll");

    /// <summary>Looks beside this program, as published, then in the project's own output of the same configuration.</summary>
    private static string Find(string project, string assembly)
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var beside = Path.Combine(Path.GetDirectoryName(own)!, Path.GetFileName(project), assembly);
        if (File.Exists(beside))
            return beside;
        // …/bench/Bench/bin/Release/net10.0 → …
        var (framework, configuration) = (Path.GetFileName(own), Path.GetFileName(Path.GetDirectoryName(own)!));
        return Path.GetFullPath(Path.Combine(own, "../../../../..", project, "bin", configuration, framework, assembly));
    }
}
