using System.Reflection;
using System.Text.RegularExpressions;

namespace MovieGrains.Deploy.Tests.Running;

/// <summary>The project's own files, where they lie.</summary>
internal static partial class Project
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = typeof(Project).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key is "Root").Value!;

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The version that all of it has.</summary>
    public static string Version { get; } = VersionElement().Match(Read("Directory.Build.props")).Groups[1].Value;

    /// <summary>The environment variables that the programs know: of each setting that the sources declare.</summary>
    public static IReadOnlySet<string> Variables { get; } = Sources("Settings")
        .SelectMany(static text => Setting().Matches(text))
        .Select(static match => "MOVIES_" + match.Groups[1].Value.ToUpperInvariant().Replace('-', '_'))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The metrics that the programs expose: each is named by a literal of its own.</summary>
    public static IReadOnlySet<string> Metrics { get; } = Sources("")
        .SelectMany(static text => Metric().Matches(text))
        .Select(static match => match.Groups[1].Value)
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && file.Contains("/" + folder, StringComparison.Ordinal))
            .Select(File.ReadAllText);

    [GeneratedRegex("<Version>([^<]+)</Version>")]
    private static partial Regex VersionElement();

    [GeneratedRegex("new\\(\"([a-z0-9-]+)\"")]
    private static partial Regex Setting();

    [GeneratedRegex("\"((?:movies|http|process|dotnet)_[a-z0-9_]+)\"")]
    private static partial Regex Metric();
}
