using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Charts;

/// <summary>What the chart renders is taken by Kubernetes, and hangs together.</summary>
public sealed class ChartTests
{
    public static TheoryData<string> Names => [.. Rendered.Matrix.Keys.Take(Yaml.IsThere ? int.MaxValue : 1)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Lint_AnyValues_FindsNothing(string name) => (await Rendered.HelmAsync("lint", Rendered.Matrix[name])).Succeeded();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Template_AnyValues_IsValidForKubernetes(string name)
    {
        var rendered = await Rendered.OfAsync(name);
        Assert.NotEmpty(rendered.Objects);
        Assert.Empty(rendered.Faults);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Template_AnyValues_NamesEachObjectOnce(string name)
    {
        var rendered = await Rendered.OfAsync(name);
        Assert.Empty(rendered.Objects.GroupBy(static o => (o.Text("kind"), o.Text("metadata.name"))).Where(static same => same.Count() > 1).Select(static same => same.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Template_AnyValues_EverySelectorFindsItsPods(string name)
    {
        var rendered = await Rendered.OfAsync(name);
        var pods = rendered.Workloads.Select(static o => o.Pairs("spec.template.metadata.labels")).ToList();
        var selectors = rendered.Objects.SelectMany(static o => Selectors(o)).ToList();
        Assert.NotEmpty(selectors);
        Assert.All(selectors, selector => Assert.Contains(pods, pod => selector.All(pair => pod.GetValueOrDefault(pair.Key) == pair.Value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Template_AnyValues_WhatIsNamedIsThere(string name)
    {
        var rendered = await Rendered.OfAsync(name);
        var services = rendered.OfKind("Service").ToDictionary(static o => o.Text("metadata.name"), StringComparer.Ordinal);
        foreach (var backend in rendered.OfKind("Ingress").SelectMany(static o => o.Within()).Select(static o => o["service"]).OfType<JsonObject>())
            Assert.Equal(backend.Number("port.number"), services[backend.Text("name")].Items("spec.ports").Single().Number("port"));
        foreach (var scaled in rendered.OfKind("HorizontalPodAutoscaler"))
            Assert.Contains(rendered.OfKind("Deployment"), o => o.Text("metadata.name") == scaled.Text("spec.scaleTargetRef.name"));
        foreach (var monitor in rendered.OfKind("ServiceMonitor"))
            Assert.Contains(services.Values, o => monitor.Pairs("spec.selector.matchLabels").All(pair => o.Pairs("metadata.labels").GetValueOrDefault(pair.Key) == pair.Value));
        foreach (var reference in rendered.Workloads.SelectMany(static o => o.Within()).Select(static o => o["configMapRef"]).OfType<JsonObject>())
            Assert.Contains(rendered.OfKind("ConfigMap"), o => o.Text("metadata.name") == reference.Text("name"));
        foreach (var workload in rendered.OfKind("StatefulSet"))
            Assert.Contains(workload.Text("spec.serviceName"), services.Keys);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Template_AnyValues_EveryVariableIsASetting(string name)
    {
        var rendered = await Rendered.OfAsync(name);
        var set = rendered.Pods.SelectMany(static pod => pod.Items("containers")).SelectMany(static c => c.Items("env")).Select(static e => e.Text("name"))
            .Concat(rendered.OfKind("ConfigMap").SelectMany(static o => o.Pairs("data").Keys));
        Assert.Empty(set.Where(static variable => variable.StartsWith("MOVIES_", StringComparison.Ordinal)).Except(Project.Variables));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Template_AnyValues_FilesThatAreNamedAreMounted(string name)
    {
        foreach (var pod in (await Rendered.OfAsync(name)).Workloads.Select(static o => o.At("spec.template.spec")!))
        {
            var container = pod.Items("containers").Single();
            var mounts = container.Items("volumeMounts").ToDictionary(static m => m.Text("mountPath"), static m => m.Text("name"), StringComparer.Ordinal);
            var files = container.Items("env").Select(static v => v.Text("value")).Where(static value => value.StartsWith("/etc/movies/", StringComparison.Ordinal));
            Assert.All(files, file => Assert.Contains(Path.GetDirectoryName(file)!, mounts.Keys));
            var volumes = pod.Items("volumes").Select(static v => v.Text("name")).Append("data");
            Assert.Empty(mounts.Values.Except(volumes));
            // A file that is mounted by itself stays as it was when its secret changes.
            Assert.DoesNotContain(container.Items("volumeMounts"), static m => m.At("subPath") is not null);
        }
    }

    [Fact]
    public async Task Template_TlsOfTheClusterAndOfItsProcesses_IsThatOfAllProcesses()
    {
        var rendered = await Rendered.OfAsync("cluster, secrets as files");
        foreach (var container in rendered.Workloads.Select(static o => o.Items("spec.template.spec.containers").Single()))
        {
            var set = container.Items("env").ToDictionary(static v => v.Text("name"), static v => v.Text("value"), StringComparer.Ordinal);
            Assert.Equal("/etc/movies/cluster-tls/ca.crt", set["MOVIES_CLUSTER_TLS_CA"]);
            Assert.Equal("/etc/movies/keys/api-keys", set["MOVIES_API_KEYS_FILE"]);
            Assert.All(["startupProbe", "readinessProbe", "livenessProbe"], probe => Assert.Equal("HTTPS", container.Text(probe + ".httpGet.scheme")));
        }
        Assert.All(rendered.OfKind("ServiceMonitor"), static monitor => Assert.Equal("https", monitor.Items("spec.endpoints").Single().Text("scheme")));
        // The limits are of whoever answers clients.
        Assert.Contains(rendered.Workload("api").Within(), static o => o.Text("name") is "MOVIES_RATE_LIMIT" && o.Text("value") is "600/60");
        Assert.DoesNotContain(rendered.Workload("silo").Within(), static o => o.Text("name") is "MOVIES_RATE_LIMIT");
    }

    [Fact]
    public async Task Template_ServersParts_AreOneConnectionString()
    {
        var silo = (await Rendered.OfAsync("cluster, a server")).Workload("silo");
        var variables = silo.Items("spec.template.spec.containers").Single().Items("env").ToList();
        Assert.Equal(
            "Host=db.example;Port=5432;Database=movies;SSL Mode=VerifyFull;Root Certificate=/etc/movies/postgres/ca.crt;Username=$(POSTGRES_USERNAME);Password=\"$(POSTGRES_PASSWORD)\"",
            variables.Single(static v => v.Text("name") is "MOVIES_POSTGRES").Text("value"));
        // Kubernetes puts in what stands before, and nothing else.
        Assert.True(variables.FindIndex(static v => v.Text("name") is "POSTGRES_PASSWORD") < variables.FindIndex(static v => v.Text("name") is "MOVIES_POSTGRES"));
    }

    [Fact]
    public async Task Template_ReadersBesideAWriter_AreWhatClientsAsk()
    {
        var rendered = await Rendered.OfAsync("standalone, all of it");
        var asked = rendered.OfKind("Service").Single(static o => o.Text("spec.type") is "LoadBalancer");
        Assert.Equal("reader", asked.Pairs("spec.selector")["moviegrains/kind"]);
        Assert.Equal(1, rendered.Workload("writer").Number("spec.replicas"));
        var variables = rendered.Workload("reader").Items("spec.template.spec.containers").Single().Items("env").ToDictionary(static v => v.Text("name"), static v => v.Text("value"));
        Assert.Equal(("true", "https://writer.example"), (variables["MOVIES_READ_ONLY"], variables["MOVIES_WRITER_URL"]));
    }

    [Fact]
    public void Chart_Version_IsTheProjects() => Assert.Contains("appVersion: " + Project.Version + "\n", Project.Read("k8s/chart/Chart.yaml"), StringComparison.Ordinal);

    private static IEnumerable<Dictionary<string, string>> Selectors(JsonNode o) => o.Text("kind") switch
    {
        "Service" => [o.Pairs("spec.selector")],
        "Deployment" or "StatefulSet" => o.Items("spec.template.spec.topologySpreadConstraints").Select(static c => c.Pairs("labelSelector.matchLabels"))
            .Append(o.Pairs("spec.selector.matchLabels")),
        "PodDisruptionBudget" => [o.Pairs("spec.selector.matchLabels")],
        "NetworkPolicy" => o.Items("spec.ingress").SelectMany(static rule => rule.Items("from")).Where(static peer => peer.At("podSelector") is not null)
            .Select(static peer => peer.Pairs("podSelector.matchLabels")).Append(o.Pairs("spec.podSelector.matchLabels")),
        _ => [],
    };
}
