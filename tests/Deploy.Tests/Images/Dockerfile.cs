using System.Text.RegularExpressions;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Images;

/// <summary>A Dockerfile's instructions.</summary>
internal sealed partial class Dockerfile
{
    public static readonly string[] Programs = ["Standalone", "Silo", "Api"];

    private Dockerfile(string program, IReadOnlyList<string> instructions) => (Program, Instructions) = (program, instructions);

    public string Program { get; }

    /// <summary>A line each, joined where it is broken; comments left out.</summary>
    public IReadOnlyList<string> Instructions { get; }

    /// <summary>Those before the last FROM.</summary>
    public IEnumerable<string> BuildStage => Instructions.Take(LastFrom);

    /// <summary>Those from the last FROM on.</summary>
    public IEnumerable<string> FinalStage => Instructions.Skip(LastFrom);

    /// <summary>The variables that the image sets.</summary>
    public Dictionary<string, string> Environment => FinalStage.Where(static line => line.StartsWith("ENV ", StringComparison.Ordinal))
        .SelectMany(static line => Pair().Matches(line[4..]))
        .ToDictionary(static pair => pair.Groups[1].Value, static pair => pair.Groups[2].Value, StringComparer.Ordinal);

    private int LastFrom => Instructions.ToList().FindLastIndex(static line => line.StartsWith("FROM ", StringComparison.Ordinal));

    public static Dockerfile Of(string program)
    {
        var text = Project.Read($"deploy/docker/{program}.Dockerfile");
        var lines = text.Split('\n').Where(static line => !line.StartsWith('#'));
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return new Dockerfile(program, [.. joined.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => Blanks().Replace(line, " ").Trim())]);
    }

    /// <summary>What instructions of a kind say.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> stage, string kind) =>
        stage.Where(line => line.StartsWith(kind + " ", StringComparison.Ordinal)).Select(line => line[(kind.Length + 1)..]);

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();

    [GeneratedRegex("([A-Za-z_0-9]+)=(\\S*)")]
    private static partial Regex Pair();
}
