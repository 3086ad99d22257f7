using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using MovieGrains.Tests.Movies;
using MovieGrains.Tests.S3;

namespace MovieGrains.EndToEnd;

/// <summary>Several read-only processes over one bucket: whichever is asked, the answer is the same.</summary>
public sealed partial class ReplicaTests(BucketServer bucket)
{
    private static readonly string[] Queries =
    [
        "/movies", "/movies?page=7", "/movies?page_size=200", "/movies?page_size=200&page=2", "/movies?sort=title", "/movies?sort=-title&page_size=50",
        "/movies?sort=year,title", "/movies?genre=drama", "/movies?genre=comedie|action", "/movies?genre=DRAMA&actor=pitts", "/movies?actor=ren&page_size=100",
        "/movies?cast=zasu+pitts", "/movies?cast=Toshiro+Mifune&sort=title", "/movies?title=ca+et+la+1", "/movies?title=12&fields=id,title,extract",
        "/movies?name=ca+et+la+7", "/movies?year=1960..1969", "/movies?year=..1955&genre=science+fiction", "/movies?year=2010..&sort=-year,title",
        "/movies?facets=genre,year,decade,cast", "/movies?facets=genre,cast&genre=drama&facet_size=3", "/movies?facets=genre:others,cast:others&genre=comedie&cast=al+pacino",
        "/movies?facets=cast&page_size=1&facet_size=1000", "/genres", "/years", "/actors", "/actors?prefix=re", "/actors?prefix=k&page_size=1",
        "/movies?title=nothing+has+this", "/export", "/export?genre=drama&sort=title", "/cast/fullname/keanu_reeves", "/year/1971",
    ];

    [Fact]
    public async Task ThreeReplicas_HoweverTheyCameToTheFiles_AnswerAlike()
    {
        var prefix = bucket.NewPrefix();
        var files = MovieFiles.Make(12, 150);
        foreach (var (key, bytes) in files)
            await bucket.Server.PutAsync(prefix + key, bytes);
        // One sees all at once, one sees the newest first and one more with each look, one sees every other one first and is killed.
        await using var atOnce = await View.OpenAsync(bucket, prefix, []);
        await using var oneByOne = await View.OpenAsync(bucket, prefix, files.Take(11));
        await using var inTwo = await View.OpenAsync(bucket, prefix, files.Where(static (_, i) => i % 2 == 0));
        using var data = new DataFolderOfTest();
        var starts = new[] { atOnce.StartAsync(), oneByOne.StartAsync(), inTwo.StartAsync("--data", data.Path) };
        await using var first = await starts[0];
        await using var second = await starts[1];
        await (await starts[2]).DisposeAsync();
        inTwo.ShowAll();
        await using var third = await inTwo.StartAsync("--data", data.Path);
        for (var shown = 2; shown <= 12; shown++)
        {
            oneByOne.ShowOneMore();
            await UntilIngestedAsync(second, shown);
        }
        await UntilIngestedAsync(third, 12);
        await UntilIngestedAsync(first, 12);

        Assert.InRange(await first.MoviesAsync(), 220, 300);
        var differences = new List<string>();
        foreach (var query in Queries)
        {
            var answers = new[] { await AskAsync(first, query), await AskAsync(second, query), await AskAsync(third, query) };
            if (answers.Distinct().Count() > 1)
                differences.Add(string.Join('\n', [query, .. answers.Select(static answer => answer.ToString())]));
        }
        Assert.Empty(differences);
        await AssertWritesAreRefusedAsync(third, await AskAsync(third, "/movies?page_size=1"));
    }

    private static async Task AssertWritesAreRefusedAsync(StandaloneProcess replica, (HttpStatusCode, string?, string) before)
    {
        var id = (await replica.JsonAsync("/movies?page_size=1")).GetProperty("items")[0].GetProperty("id").GetString();
        var writes = new (HttpMethod Method, string Target)[]
        {
            (HttpMethod.Post, "/movies"), (HttpMethod.Put, $"/movies/{id}"), (HttpMethod.Patch, $"/movies/{id}"), (HttpMethod.Delete, $"/movies/{id}"),
            (HttpMethod.Post, "/movie"), (HttpMethod.Post, "/films"),
        };
        foreach (var (method, target) in writes)
        {
            using var request = new HttpRequestMessage(method, target) { Content = JsonContent.Create(new { title = "New", year = 1999 }) };
            using var response = await replica.Client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{method} {target}: {(int)response.StatusCode}");
            Assert.Contains("Write to http://writer.example/ instead.", body, StringComparison.Ordinal);
            Assert.Equal("<http://writer.example/>; rel=\"edit\"", Assert.Single(response.Headers.GetValues("Link")));
        }
        Assert.Equal(before, await AskAsync(replica, "/movies?page_size=1"));
    }

    private static Task UntilIngestedAsync(StandaloneProcess replica, int files) => replica.UntilAsync(
        async () => await replica.MetricAsync("movies_ingest_files{state=\"ingested\"}") == files, $"{files} files");

    private static async Task<(HttpStatusCode Status, string? ETag, string Body)> AskAsync(StandaloneProcess replica, string query)
    {
        using var response = await replica.Client.GetAsync(query);
        return (response.StatusCode, response.Headers.ETag?.ToString(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>The bucket as one replica sees it: some of its objects are not yet listed.</summary>
    private sealed partial class View : IAsyncDisposable
    {
        private readonly FaultProxy _proxy;
        private readonly string _prefix;
        private volatile string[] _hidden;

        private View(FaultProxy proxy, string prefix, IEnumerable<string> hidden)
        {
            (_proxy, _prefix, _hidden) = (proxy, prefix, [.. hidden]);
            proxy.Rules.Add(FaultRules.Listing, Fault.Body(Hide), times: int.MaxValue);
        }

        public static async Task<View> OpenAsync(BucketServer bucket, string prefix, IEnumerable<(string Key, byte[] Bytes)> hidden) =>
            new(await FaultProxy.StartAsync(bucket.Server.Endpoint), prefix, hidden.Select(file => WebUtility.UrlEncode(prefix + file.Key)));

        public Task<StandaloneProcess> StartAsync(params string[] arguments) => StandaloneProcess.StartAsync(
        [
            "--source", Ingestion.Url(_prefix), "--s3-endpoint", _proxy.Endpoint.AbsoluteUri, "--poll", "0.05", "--read-only", "--writer-url", "http://writer.example/",
            .. arguments,
        ]);

        public void ShowAll() => _hidden = [];

        /// <summary>Of those that are hidden, the last.</summary>
        public void ShowOneMore() => _hidden = _hidden[..^1];

        public ValueTask DisposeAsync() => _proxy.DisposeAsync();

        private byte[] Hide(byte[] listing) => Encoding.UTF8.GetBytes(Contents().Replace(
            Encoding.UTF8.GetString(listing), match => Array.Exists(_hidden, match.Value.Contains) ? "" : match.Value));

        [GeneratedRegex("<Contents>.*?</Contents>", RegexOptions.Singleline, 1000)]
        private static partial Regex Contents();
    }
}
