using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Charts;

/// <summary>The manifests for who has no helm are the chart, rendered.</summary>
public sealed class PlainManifestsTests
{
    [Fact]
    public async Task Manifests_AreTheChartRendered()
    {
        var tools = Path.GetDirectoryName(Yaml.NeedPackages())!;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["MOVIES_NPM_TOOLS"] = tools };
        var ran = await Command.RunAsync("bash", [Project.PathOf("movies"), "manifests", "--print"], new Surroundings { Variables = variables });
        Assert.True(Project.Read("k8s/manifests.yaml") == ran.Succeeded(), "k8s/manifests.yaml is not what the chart renders: ./movies manifests");
    }

    [Fact]
    public async Task Manifests_HaveAllThatAClusterNeeds()
    {
        var (objects, faults) = await Yaml.ValidateAsync(Project.Read("k8s/manifests.yaml") + "---\n" + Project.Read("k8s/secrets.example.yaml"));
        Assert.Empty(faults);
        Assert.Equal(
            ["ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Ingress", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "Secret", "Service", "ServiceAccount"],
            objects.Select(static o => o.Text("kind")).Distinct().Order());
        Assert.All(objects.Where(static o => o.Text("kind") is not "Namespace"), static o => Assert.Equal("movies", o.Text("metadata.namespace")));
        var secrets = objects.SelectMany(static o => o.Within()).Select(static o => o["secretKeyRef"]).OfType<JsonObject>().ToList();
        Assert.NotEmpty(secrets);
        Assert.All(secrets, key => Assert.Contains(objects, o =>
            o.Text("kind") is "Secret" && o.Text("metadata.name") == key.Text("name") && o.Pairs("stringData").ContainsKey(key.Text("key"))));
    }

    [Fact]
    public async Task Kustomize_RendersThem()
    {
        Assert.SkipWhen(Command.Find("kubectl") is null, "kubectl is not installed (the Debian package kubernetes-client)");
        var rendered = (await Command.RunAsync("kubectl", "kustomize", Project.PathOf("k8s"))).Succeeded();
        var (objects, faults) = await Yaml.ValidateAsync(rendered);
        Assert.Empty(faults);
        Assert.Equal((await Yaml.ReadAsync(Project.Read("k8s/manifests.yaml"))).Count, objects.Count);
    }
}
