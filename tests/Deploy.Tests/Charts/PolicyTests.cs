using System.Globalization;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Charts;

/// <summary>What every pod of ours must be like, whatever the values.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string> Names => ChartTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pods_AnyValues_HaveNoRightsToSpeakOf(string name)
    {
        foreach (var pod in (await Rendered.OfAsync(name)).Pods)
        {
            Assert.True(pod.IsTrue("securityContext.runAsNonRoot"));
            Assert.True(pod.Number("securityContext.runAsUser") > 0);
            Assert.Equal("RuntimeDefault", pod.Text("securityContext.seccompProfile.type"));
            Assert.Equal("false", pod.Text("automountServiceAccountToken"));
            // A service named movies-silo would make a variable MOVIES_SILO_PORT.
            Assert.Equal("false", pod.Text("enableServiceLinks"));
            Assert.All(pod.Items("containers"), static container =>
            {
                Assert.True(container.IsTrue("securityContext.readOnlyRootFilesystem"));
                Assert.Equal("false", container.Text("securityContext.allowPrivilegeEscalation"));
                Assert.Equal("ALL", container.Items("securityContext.capabilities.drop").Single().ToString());
            });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Containers_AnyValues_AskForWhatTheyNeed(string name)
    {
        foreach (var container in (await Rendered.OfAsync(name)).Pods.SelectMany(static pod => pod.Items("containers")))
        {
            Assert.NotEmpty(container.Text("resources.requests.cpu"));
            Assert.NotEmpty(container.Text("resources.requests.memory"));
            Assert.NotEmpty(container.Text("resources.limits.memory"));
            // A limit stops a process in the middle of a query though the machine is idle.
            Assert.Null(container.At("resources.limits.cpu"));
            Assert.Matches("(:[0-9][^:/]*|@sha256:[0-9a-f]{64})$", container.Text("image"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Workloads_AnyValues_AreProbed(string name)
    {
        foreach (var container in (await Rendered.OfAsync(name)).Workloads.SelectMany(static o => o.Items("spec.template.spec.containers")))
        {
            Assert.Equal(
                ("/livez", "/readyz", "/livez"),
                (container.Text("startupProbe.httpGet.path"), container.Text("readinessProbe.httpGet.path"), container.Text("livenessProbe.httpGet.path")));
            Assert.True(container.Number("startupProbe.periodSeconds") * container.Number("startupProbe.failureThreshold") >= 60);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Workloads_AnyValues_AreSpreadOverZonesAndHosts(string name)
    {
        foreach (var workload in (await Rendered.OfAsync(name)).Workloads)
        {
            var keys = workload.Items("spec.template.spec.topologySpreadConstraints").Select(static c => c.Text("topologyKey"));
            Assert.Equal(["topology.kubernetes.io/zone", "kubernetes.io/hostname"], keys);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Workloads_AnyValues_HaveTimeToStop(string name)
    {
        foreach (var workload in (await Rendered.OfAsync(name)).Workloads)
        {
            var drain = workload.Items("spec.template.spec.containers").Single().Items("env").Single(static v => v.Text("name") is "MOVIES_DRAIN").Text("value");
            // docs/cluster.md: all of a stop is done within 20 s and the drain.
            Assert.True(workload.Number("spec.template.spec.terminationGracePeriodSeconds") > int.Parse(drain, CultureInfo.InvariantCulture) + 20);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Deployments_AnyValues_AddBeforeTheyTakeAway(string name)
    {
        foreach (var deployment in (await Rendered.OfAsync(name)).OfKind("Deployment"))
        {
            Assert.Equal((0, 1), (deployment.Number("spec.strategy.rollingUpdate.maxUnavailable"), deployment.Number("spec.strategy.rollingUpdate.maxSurge")));
            Assert.True(deployment.Number("spec.minReadySeconds") > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Workloads_OfMoreThanOnePod_HaveADisruptionBudget(string name)
    {
        var rendered = await Rendered.OfAsync(name);
        var budgets = rendered.OfKind("PodDisruptionBudget").Select(static o => o.Pairs("spec.selector.matchLabels")).ToList();
        foreach (var workload in rendered.Workloads.Where(static o => o.Number("spec.replicas") != 1))
        {
            var labels = workload.Pairs("spec.template.metadata.labels");
            Assert.Single(budgets, budget => budget.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Replicas_OfWhatIsScaled_AreLeftToTheScaler(string name)
    {
        var rendered = await Rendered.OfAsync(name);
        var scaled = rendered.OfKind("HorizontalPodAutoscaler").Select(static o => o.Text("spec.scaleTargetRef.name")).ToHashSet(StringComparer.Ordinal);
        Assert.All(rendered.Workloads, o => Assert.Equal(scaled.Contains(o.Text("metadata.name")), o.At("spec.replicas") is null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Roles_AnyValues_AreNotAskedFor(string name)
    {
        var kinds = (await Rendered.OfAsync(name)).Objects.Select(static o => o.Text("kind"));
        Assert.Empty(kinds.Intersect(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]));
    }

    [Fact]
    public async Task Secrets_ThatAreThereAlready_AreNotMade() => Assert.Empty((await Rendered.OfAsync("cluster, a secret")).OfKind("Secret"));

    [Fact]
    public async Task SiloPorts_AreForSilosAndApiAlone()
    {
        var policy = (await Rendered.OfAsync("cluster, a server")).OfKind("NetworkPolicy").Single(static o => o.Text("metadata.name").EndsWith("-silo", StringComparison.Ordinal));
        var allowed = policy.Items("spec.ingress").SelectMany(static rule =>
            from port in rule.Items("ports")
            from peer in rule.Items("from")
            select (Port: port.Text("port"), Who: Who(peer)));
        Assert.Equal(
            [("gateway", "api"), ("gateway", "silo"), ("http", "a namespace"), ("silo", "silo")],
            allowed.Order());
        Assert.All(policy.Items("spec.ingress"), static rule => Assert.NotEmpty(rule.Items("from")));
    }

    [Fact]
    public async Task TheRoleThatReadsTheBucket_IsNotTheApis()
    {
        var rendered = await Rendered.OfAsync("cluster, a server");
        var reader = rendered.OfKind("ServiceAccount").Single(static o => o.At("metadata.annotations") is not null).Text("metadata.name");
        Assert.Equal(reader, rendered.Workload("silo").Text("spec.template.spec.serviceAccountName"));
        Assert.NotEqual(reader, rendered.Workload("api").Text("spec.template.spec.serviceAccountName"));
    }

    private static string Who(JsonNode peer) =>
        peer.Pairs("podSelector.matchLabels").GetValueOrDefault("app.kubernetes.io/component") ?? (peer.At("namespaceSelector") is null ? "anybody" : "a namespace");
}
