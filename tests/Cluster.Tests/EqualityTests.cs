using System.Text;
using System.Text.Json.Nodes;

namespace MovieGrains.Cluster.Tests;

/// <summary>The two editions give the same bytes: the command, two silos, PostgreSQL and the API against one process.</summary>
public sealed class EqualityTests
{
    private const int Requests = 1200;
    private const int AtATime = 4;

    [Fact]
    public async Task Answers_OfTwoSilos_AreThoseOfStandaloneByteForByteThroughWritesLossesAndARestart()
    {
        using var folders = new Folders();
        folders.Drop("movies.json", Folders.Source);
        folders.DropBad();
        var files = Directory.GetFiles(folders.Drops).Length + Directory.GetFiles(folders.OtherDrops).Length;
        await using var standalone = await ServerCommand.StandaloneAsync(folders, folders.New("standalone"));
        var data = folders.New("cluster");
        await using (var cluster = await ServerCommand.ClusterAsync(folders, data))
        {
            await CompareAsync(standalone, cluster, seed: 1);
            await LedgerComparison.UntilEqualAsync(standalone.Client, cluster.Client, files);
            await LedgerComparison.RefusalsAreEqualAsync(standalone.Client, cluster.Client);
            await CompareSourcesAsync(standalone, cluster);
            await IsWholeAsync(cluster, await standalone.Client.GetStringAsync("/years?page_size=1000"));
            await ChangeAsync(standalone, cluster);
            await CompareAsync(standalone, cluster, seed: 2);
            await using var added = await ServerCommand.SiloOfAsync(cluster.Postgres, folders);
            using (var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2)))
            {
                // Until it has been asked, too.
                do
                    await CompareAsync(standalone, cluster, seed: 3);
                while (!await added.HasReadersAsync() && !patience.IsCancellationRequested);
            }
            Assert.True(await added.HasReadersAsync(), "The silo that was added is not asked.");
            ServerCommand.Signal(cluster.Silos.First(), "KILL");
            await CompareAsync(standalone, cluster, seed: 4);
            // Nobody is left who could declare the last one dead: those who come must find that out for themselves.
            foreach (var silo in cluster.Silos)
                ServerCommand.Signal(silo, "KILL");
            await added.KillAsync();
        }
        // All silos begin anew, from PostgreSQL alone: the source is gone.
        folders.Lose();
        await using var again = await ServerCommand.ClusterAsync(folders, data);
        await CompareAsync(standalone, again, seed: 5);
        await LedgerComparison.UntilEqualAsync(standalone.Client, again.Client, files);
    }

    /// <summary>Where movies come from, down to the report of each file.</summary>
    private static async Task CompareSourcesAsync(ServerCommand standalone, ServerCommand cluster)
    {
        var export = await standalone.Client.GetStringAsync("/export?fields=id");
        foreach (var line in export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Chunk(40).Select(static some => some[0]))
        {
            var target = $"/movies/{line.Split('"')[3]}/sources";
            await CompareAsync(standalone, cluster, target);
            Assert.Contains("\"link\":\"/ingest/files/", await cluster.Client.GetStringAsync(target), StringComparison.Ordinal);
        }
    }

    /// <summary>Both silos are there with all movies, and every year has its owner on one of them.</summary>
    private static async Task IsWholeAsync(ServerCommand cluster, string years)
    {
        var (state, all) = (JsonNode.Parse(await cluster.Client.GetStringAsync("/cluster"))!, JsonNode.Parse(years)!["items"]!.AsArray());
        var silos = state["silos"]!.AsArray();
        Assert.Equal(2, silos.Count);
        Assert.All(silos, silo => Assert.Equal(("active", all.Sum(static year => (int)year!["count"]!)), ((string)silo!["status"]!, (int)silo["movies"]!)));
        Assert.Equal(
            all.Select(static year => $"year/{year!["value"]}: {year["count"]}").Order(StringComparer.Ordinal),
            state["partitions"]!.AsArray().Where(static one => (int)one!["movies"]! > 0).Select(static one => $"{one!["name"]}: {one["movies"]}").Order(StringComparer.Ordinal));
    }

    /// <summary>The same writes to both, one after the other, so that they mean the same.</summary>
    private static async Task ChangeAsync(ServerCommand standalone, ServerCommand cluster)
    {
        var export = await standalone.Client.GetStringAsync("/export?fields=id&sort=title");
        var ids = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('"')[3]).ToList();
        var random = new Random(5);
        string? at = null;
        for (var i = 0; i < 60; i++)
        {
            var id = ids[random.Next(ids.Count)];
            var (method, target, body) = (i % 3) switch
            {
                0 => (HttpMethod.Delete, "/movies/" + id, ""),
                1 => (HttpMethod.Patch, "/movies/" + id, $$"""{"note":{{i}},"genres":["Changed"]}"""),
                _ => (HttpMethod.Post, "/movies", $$"""[{"title":"Written {{i}}","year":{{1900 + i}}},{"title":"Written {{i}}","year":{{2000 + (i % 30)}},"cast":["Ann O'Nym"]}]"""),
            };
            var expected = await SendAsync(standalone, method, target, body);
            var actual = await SendAsync(cluster, method, target, body);
            Assert.True(expected.Status == actual.Status, $"{method} {target}: {expected.Status}, {actual.Status}");
            at = actual.At ?? at;
        }
        // A read that sends the token back waits for the write; what was written before it elsewhere is seen a moment later.
        Assert.NotNull(at);
        await UntilEqualAsync(standalone, cluster);
    }

    private static async Task<(int Status, string? At)> SendAsync(ServerCommand server, HttpMethod method, string target, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Client.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.TryGetValues("Movies-At", out var values) ? values.First() : null);
    }

    /// <summary>Waits until all has been pulled.</summary>
    private static async Task UntilEqualAsync(ServerCommand standalone, ServerCommand cluster)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var equalInARow = 0;
        // Several in a row, so that each silo has answered.
        while (equalInARow < 8)
        {
            equalInARow = await standalone.Client.GetStringAsync("/export?sort=title") == await cluster.Client.GetStringAsync("/export?sort=title")
                ? equalInARow + 1
                : 0;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task CompareAsync(ServerCommand standalone, ServerCommand cluster, int seed)
    {
        var targets = new Targets(await standalone.Client.GetStringAsync("/export"), seed);
        var all = Enumerable.Range(0, Requests).Select(_ => targets.Next()).ToList();
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (target, _) =>
        {
            // As far as the cursor leads, but not for ever.
            var next = (string?)target;
            for (var pages = 0; next is not null && pages < 3; pages++)
                next = await CompareAsync(standalone, cluster, next);
        });
    }

    /// <returns>Where the next page is; null when there is none.</returns>
    private static async Task<string?> CompareAsync(ServerCommand standalone, ServerCommand cluster, string target)
    {
        using var expected = await standalone.Client.GetAsync(target);
        using var actual = await cluster.Client.GetAsync(target);
        Assert.True(expected.StatusCode == actual.StatusCode, $"{target}: {expected.StatusCode}, {actual.StatusCode}");
        var body = await expected.Content.ReadAsStringAsync();
        var other = await actual.Content.ReadAsStringAsync();
        Assert.True(body == other, $"{target}: {Difference(body, other)}");
        Assert.Equal(expected.Headers.ETag, actual.Headers.ETag);
        var cursor = body.Split("\"next\":\"") is [_, var rest] ? rest.Split('"')[0] : null;
        return cursor is null || target.Contains("page=", StringComparison.Ordinal) || target.Contains("facets", StringComparison.Ordinal)
            ? null
            : $"{target.Split("&cursor=")[0]}&cursor={cursor}";
    }

    /// <summary>Where two texts begin to differ, in some characters of each.</summary>
    private static string Difference(string expected, string actual)
    {
        var at = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - 40);
        return $"…{expected.AsSpan(at, Math.Min(160, expected.Length - at))}, {actual.AsSpan(at, Math.Min(160, actual.Length - at))}";
    }
}
