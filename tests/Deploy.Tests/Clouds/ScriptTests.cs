using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Clouds;

/// <summary>Programs in other languages.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task Forwarder_ItsOwnTests_Pass()
    {
        Assert.SkipWhen(Command.Find("node") is null, "node is not installed");
        (await Command.RunAsync("node", "--test", Project.PathOf("deploy/forwarder/index.test.mjs"))).Succeeded();
    }

    [Fact]
    public async Task Locustfile_IsPython()
    {
        Assert.SkipWhen(Command.Find("python3") is null, "python3 is not installed");
        (await Command.RunAsync("python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", Project.PathOf("load/locustfile.py"))).Succeeded();
    }

    [Fact]
    public async Task LoadJob_IsValidForKubernetes()
    {
        var (objects, faults) = await Yaml.ValidateAsync(Project.Read("load/job.yaml"));
        Assert.Empty(faults);
        Assert.Equal("Job", objects[^1].Text("kind"));
    }
}
