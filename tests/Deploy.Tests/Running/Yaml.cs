using MovieGrains.Tests.S3;

namespace MovieGrains.Deploy.Tests.Running;

/// <summary>YAML, read by a program of npm's.</summary>
internal static class Yaml
{
    private static readonly string? Packages = Path.GetDirectoryName(NpmTools.Find("js-yaml"));

    /// <summary>Whether there is one; if not, a test of many values is skipped once and not for each of them.</summary>
    public static bool IsThere => Packages is not null;

    /// <summary>The folder of npm's packages; skips the test where there are none.</summary>
    public static string NeedPackages()
    {
        Assert.SkipWhen(Packages is null, "the programs of tests/package.json are not installed");
        return Packages!;
    }

    /// <summary>The documents of a text.</summary>
    public static async Task<List<JsonNode>> ReadAsync(string text) => (await RunAsync(text)).Objects;

    /// <summary>The Kubernetes objects of a text, and what is wrong with them.</summary>
    public static Task<(List<JsonNode> Objects, List<string> Faults)> ValidateAsync(string text) => RunAsync(text, "--validate");

    private static async Task<(List<JsonNode> Objects, List<string> Faults)> RunAsync(string text, params string[] arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["NODE_PATH"] = NeedPackages() };
        var ran = await Command.RunAsync(
            "node", [Project.PathOf("tests/Deploy.Tests/objects.cjs"), .. arguments], new Surroundings { Input = text, Variables = variables });
        var read = JsonNode.Parse(ran.Succeeded())!;
        return ([.. read["objects"]!.AsArray().Select(static node => node!)], [.. read["faults"]!.AsArray().Select(static node => (string)node!)]);
    }
}
