using System.Text.RegularExpressions;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Images;

/// <summary>What the images are made of.</summary>
public sealed partial class DockerfileTests
{
    public static TheoryData<string> Programs => [.. Dockerfile.Programs];

    [Theory]
    [MemberData(nameof(Programs))]
    public void FinalStage_HasNoShellAndNoRights(string program)
    {
        var stage = Dockerfile.Of(program).FinalStage.ToList();
        Assert.Contains("-noble-chiseled-extra", stage[0], StringComparison.Ordinal);
        Assert.Equal(["1654"], Dockerfile.Of(stage, "USER"));
        Assert.Empty(Dockerfile.Of(stage, "RUN"));
        Assert.Equal([$"[\"/app/MovieGrains.{program}\"]"], Dockerfile.Of(stage, "ENTRYPOINT"));
        var health = Assert.Single(Dockerfile.Of(stage, "HEALTHCHECK"));
        var port = Dockerfile.Of(program).Environment["MOVIES_PORT"];
        Assert.EndsWith($"CMD [\"/app/MovieGrains.{program}\", \"--probe\", \"http://127.0.0.1:{port}/livez\"]", health, StringComparison.Ordinal);
        Assert.All(["title", "description", "version", "revision", "source"],
            label => Assert.Contains($"org.opencontainers.image.{label}=", Assert.Single(Dockerfile.Of(stage, "LABEL")), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Versions_ArePinned(string program)
    {
        var file = Dockerfile.Of(program);
        var arguments = Dockerfile.Of(file.Instructions, "ARG").ToList();
        Assert.Contains(arguments, static a => SdkVersion().IsMatch(a));
        Assert.Contains(arguments, static a => RuntimeVersion().IsMatch(a));
        Assert.Contains("VERSION=" + Project.Version, arguments);
        Assert.All(Dockerfile.Of(file.Instructions, "FROM"), static from => Assert.Contains("_VERSION}-noble", from, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void RestoreLayer_HasTheProjectFilesOfAllThatIsBuilt_AndNothingElse(string program)
    {
        var stage = Dockerfile.Of(program).BuildStage.ToList();
        var restore = stage.FindIndex(static line => line.StartsWith("RUN dotnet restore", StringComparison.Ordinal));
        var copied = Dockerfile.Of(stage.Take(restore), "COPY").SelectMany(static line => line.Split(' ')[..^1]).Order(StringComparer.Ordinal);
        string[] all = ["Directory.Build.props", "Directory.Packages.props", "global.json", .. ProjectFiles($"src/{program}/{program}.csproj")];
        Assert.Equal(all.Distinct().Order(StringComparer.Ordinal), copied);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Variables_AreSettings(string program) =>
        Assert.Empty(Dockerfile.Of(program).Environment.Keys.Where(static name => name.StartsWith("MOVIES_", StringComparison.Ordinal)).Except(Project.Variables));

    [Theory]
    [MemberData(nameof(Programs))]
    public void WhatIsCopied_IsNotIgnored(string program)
    {
        var let = Project.Read(".dockerignore").Split('\n').Where(static line => line.StartsWith('!')).Select(static line => line[1..].TrimEnd('/')).ToList();
        var sources = Dockerfile.Of(Dockerfile.Of(program).BuildStage, "COPY").SelectMany(static line => line.Split(' ')[..^1]);
        Assert.All(sources, source => Assert.Contains(let, open => source.TrimEnd('/') == open || source.StartsWith(open + "/", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> ProjectFiles(string file) => ProjectReference().Matches(Project.Read(file))
        .Select(match => Path.GetRelativePath(Project.Root, Path.GetFullPath(Path.Combine(Project.Root, Path.GetDirectoryName(file)!, match.Groups[1].Value))))
        .SelectMany(ProjectFiles).Prepend(file);

    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();

    [GeneratedRegex("^SDK_VERSION=[0-9]+\\.[0-9]+\\.[0-9]+$")]
    private static partial Regex SdkVersion();

    [GeneratedRegex("^RUNTIME_VERSION=[0-9]+\\.[0-9]+\\.[0-9]+$")]
    private static partial Regex RuntimeVersion();
}
