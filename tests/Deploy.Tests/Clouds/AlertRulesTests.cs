using System.Text;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Clouds;

/// <summary>Alerts go off at what they are for, and at nothing else: asked of Prometheus' own program.</summary>
public sealed class AlertRulesTests
{
    private const string Tests = "deploy/grafana/alerts.test.yaml";

    [Fact]
    public async Task Alerts_OverSamples_GoOffAsTheirTestsSay() =>
        (await Command.RunAsync(NeedPromtool(), "test", "rules", Project.PathOf(Tests))).Succeeded();

    /// <summary>Each alert is shown to go off, and to be quiet before or beside that.</summary>
    [Fact]
    public async Task EveryAlert_HasATestOfBoth()
    {
        var alerts = (await Yaml.ReadAsync(Project.Read("deploy/grafana/alerts.yaml"))).Single().Items("groups").SelectMany(static g => g.Items("rules"))
            .Select(static rule => rule.Text("alert")).Order(StringComparer.Ordinal).ToList();
        var tests = (await Yaml.ReadAsync(Project.Read(Tests))).Single().Items("tests").ToList();
        var asked = tests.SelectMany(static t => t.Items("alert_rule_test")).ToLookup(static t => t.Text("alertname"), static t => t.Items("exp_alerts").Count());
        Assert.Equal(alerts, asked.Select(static a => a.Key).Order(StringComparer.Ordinal));
        Assert.All(asked, static a => Assert.Contains(a, static count => count > 0));
        // Of those that burn a budget the quiet one is among the series of the same test.
        Assert.All(asked.Where(static a => !a.Key.Contains("Burns", StringComparison.Ordinal)), static a => Assert.Contains(0, a));
    }

    [Fact]
    public async Task Dashboard_Expressions_CanBeRead()
    {
        var promtool = NeedPromtool();
        var expressions = (await Yaml.ReadAsync(Project.Read("deploy/grafana/moviegrains.json"))).Single().Within().Select(static o => o["expr"]).OfType<JsonValue>()
            .Select(static e => e.ToString().Replace("$__rate_interval", "5m", StringComparison.Ordinal));
        var rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        foreach (var expression in expressions)
            rules.Append("      - { record: some:thing, expr: ").Append(JsonValue.Create(expression).ToJsonString()).Append(" }\n");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, rules.ToString());
            (await Command.RunAsync(promtool, "check", "rules", "--lint=none", file)).Succeeded();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string NeedPromtool()
    {
        var program = Command.Find("promtool");
        Assert.SkipWhen(program is null, "promtool is not installed (the Debian package prometheus)");
        return program!;
    }
}
