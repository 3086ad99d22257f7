using System.Text.RegularExpressions;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Clouds;

/// <summary>Alerts and dashboard speak of metrics that there are.</summary>
public sealed partial class MonitoringTests
{
    [Theory]
    [InlineData("deploy/grafana/alerts.yaml")]
    [InlineData("deploy/grafana/moviegrains.json")]
    public async Task Metrics_ThatAreNamed_AreExposed(string file)
    {
        var named = (await ExpressionsAsync(file)).SelectMany(static e => Metric().Matches(e)).Select(static m => Suffix().Replace(m.Value, "")).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Project.Metrics));
    }

    [Fact]
    public async Task Buckets_ThatAreNamed_AreThere()
    {
        var edges = Edges().Match(Project.Read("src/Http/Metrics/DurationBuckets.cs")).Groups[1].Value;
        var named = (await ExpressionsAsync("deploy/grafana/alerts.yaml")).Concat(await ExpressionsAsync("deploy/grafana/moviegrains.json"))
            .SelectMany(static e => Edge().Matches(e)).Select(static m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, edge => Assert.Contains(edge, edges, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryAlert_HasASectionOfItsOwn()
    {
        var runbooks = Project.Read("docs/runbooks.md");
        var alerts = (await Yaml.ReadAsync(Project.Read("deploy/grafana/alerts.yaml"))).Single().Items("groups").SelectMany(static g => g.Items("rules")).ToList();
        foreach (var alert in alerts)
        {
            Assert.Equal("docs/runbooks.md#" + alert.Text("alert").ToLowerInvariant(), alert.Text("annotations.runbook"));
            Assert.Contains($"\n## {alert.Text("alert")}\n", runbooks, StringComparison.Ordinal);
            Assert.Contains(alert.Text("labels.severity"), new[] { "page", "ticket" });
        }
        Assert.Equal(alerts.Select(static a => a.Text("alert")).Order(), Section().Matches(runbooks).Select(static m => m.Groups["alert"].Value).Order());
    }

    private static async Task<List<string>> ExpressionsAsync(string file) =>
        [.. (await Yaml.ReadAsync(Project.Read(file))).Single().Within().Select(static o => o["expr"]).OfType<JsonValue>().Select(static e => e.ToString())];

    [GeneratedRegex("(?:movies|http|process|dotnet)_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("(?<=_seconds)_(?:bucket|count|sum)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("Edges =\\s*\\[([^\\]]+)\\]")]
    private static partial Regex Edges();

    [GeneratedRegex("le=(\"[0-9.]+\")")]
    private static partial Regex Edge();

    [GeneratedRegex("^## (?<alert>Movies\\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Section();
}
