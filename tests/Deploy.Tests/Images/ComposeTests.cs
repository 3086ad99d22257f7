using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Images;

/// <summary>What docker compose is told.</summary>
public sealed class ComposeTests
{
    public static TheoryData<string> Files => ["docker-compose.yml", "docker-compose.standalone.yml"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Services_ArePinnedAndKnown(string file)
    {
        var compose = Assert.Single(await Yaml.ReadAsync(Project.Read(file)));
        foreach (var (name, service) in compose.At("services")!.AsObject())
        {
            Assert.Matches(":[0-9]+\\.[0-9]+[^:]*$", service.Text("image"));
            Assert.Empty(service.Pairs("environment").Keys.Where(static v => v.StartsWith("MOVIES_", StringComparison.Ordinal)).Except(Project.Variables));
            Assert.All(service.At("depends_on") as JsonObject ?? [], other => Assert.NotNull(compose.At("services")![other.Key]));
            if (service.At("build") is { } build)
                AssertOurs(name, service!, build.Text("dockerfile"));
        }
    }

    [Fact]
    public async Task Silo_FindsItsOwnAddress_SoThatThereMayBeSeveral()
    {
        var silo = Assert.Single(await Yaml.ReadAsync(Project.Read("docker-compose.yml"))).At("services.silo")!;
        Assert.Equal("auto", silo.Text("environment.MOVIES_ADVERTISE"));
        Assert.Null(silo.At("ports"));
        Assert.Null(silo.At("container_name"));
    }

    private static void AssertOurs(string name, JsonNode service, string dockerfile)
    {
        Assert.True(File.Exists(Project.PathOf(dockerfile)), dockerfile);
        Assert.Equal($"movies-{name}:{Project.Version}", service.Text("image"));
        Assert.True(service.IsTrue("read_only"));
        Assert.Equal("ALL", service.Items("cap_drop").Single().ToString());
    }
}
