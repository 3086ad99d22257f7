using System.Text.Json;

namespace MovieGrains.EndToEnd;

/// <summary>What a new user tries first: the sample, by every path.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Aliases_OverTheSample_AnswerWhatTheCanonicalQueryDoes()
    {
        await using var movies = await StandaloneProcess.StartAsync();
        (string Alias, string Canonical)[] pairs =
        [
            ("/movies/year/1999", "/movies?year=1999"),
            ("/movies/name/Face%2FOff", "/movies?name=face/off"),
            ("/movies/genre/Drama?page=2", "/movies?genre=drama&page=2"),
            ("/movies/castmember/Tom%20Hanks", "/movies?cast=tom+hanks"),
            ("/films?year=1999", "/movies?year=1999"),
            ("/?title_contains=the&page=1&page_size=3", "/movies?title=the&page=2&page_size=3"),
            ("/year/1999", "/movies?year=1999"),
            ("/title/face%2Foff", "/movies?name=face/off"),
            ("/genre/drama", "/movies?genre=drama"),
            ("/cast/hanks", "/movies?actor=hanks"),
            ("/cast/fullname/tom_hanks", "/movies?cast=tom+hanks"),
            ("/cast/firstname/Yahya/middlename/Abdul-Mateen/lastname/II", "/movies?cast=yahya+abdul-mateen+ii"),
            ("/cast/firstname/tom/lastname/hanks", "/movies?cast=tom+hanks"),
        ];
        foreach (var (alias, canonical) in pairs)
        {
            var expected = await movies.Client.GetStringAsync(canonical);
            Assert.Equal(expected, await movies.Client.GetStringAsync(alias));
            Assert.True(JsonDocument.Parse(expected).RootElement.GetProperty("total").GetInt32() > 0, canonical);
        }
    }

    [Fact]
    public async Task CursorWalk_OverHttp_GivesTheWholeList()
    {
        await using var movies = await StandaloneProcess.StartAsync();
        var walked = new List<string>();
        var target = "/movies?year=1990..&sort=title&page_size=7&fields=title";
        while (target is not null)
        {
            using var response = await movies.Client.GetAsync(target);
            var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            walked.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetRawText()));
            target = response.Headers.TryGetValues("Link", out var links) ? Next(string.Join(", ", links)) : null;
            Assert.Equal(page.GetProperty("has_more").GetBoolean(), target is not null);
        }
        var whole = await movies.JsonAsync("/movies?year=1990..&sort=title&page_size=200&fields=title");
        Assert.Equal(whole.GetProperty("total").GetInt32(), walked.Count);
        Assert.Equal(string.Join('\n', whole.GetProperty("items").EnumerateArray().Select(i => i.GetRawText())), string.Join('\n', walked.Take(200)));
    }

    [Fact]
    public async Task EveryDocumentedPath_WithItsExamples_IsAnswered()
    {
        await using var movies = await StandaloneProcess.StartAsync();
        var document = await movies.JsonAsync("/openapi/v1.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => !p.Name.Contains('{', StringComparison.Ordinal)))
        {
            // Paths that take writes alone have no examples here, and what follows the changes is never answered whole.
            if (path.Name is "/changes" || !path.Value.TryGetProperty("get", out _))
                continue;
            using var response = await movies.Client.GetAsync(path.Name + Needed(path.Value.GetProperty("get")));
            // No GET changes anything, and one process is no cluster.
            var expected = path.Name switch { "/addall" => 410, "/cluster" => 404, _ => 200 };
            Assert.True((int)response.StatusCode == expected, path.Name);
        }
        var facets = await movies.JsonAsync("/movies?facets=genre,year,decade,cast&page_size=1");
        Assert.Equal(4, facets.GetProperty("facets").EnumerateObject().Count());
        foreach (var list in new[] { "/genres", "/years", "/actors?prefix=tom" })
            Assert.True((await movies.JsonAsync(list)).GetProperty("total").GetInt32() > 0);
    }

    /// <summary>What /docs offers to try finds something, in a browser that encodes it as browsers do.</summary>
    [Fact]
    public async Task ExamplesInPaths_OverTheSample_FindMovies()
    {
        await using var movies = await StandaloneProcess.StartAsync();
        var document = await movies.JsonAsync("/openapi/v1.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => p.Name.Contains('{', StringComparison.Ordinal)))
        {
            // No file of the sample has an id that could be known here.
            if (path.Name is "/ingest/files/{id}")
                continue;
            var target = path.Name;
            foreach (var parameter in path.Value.GetProperty("get").GetProperty("parameters").EnumerateArray())
            {
                if (parameter.GetProperty("in").GetString() is "path")
                    target = target.Replace("{" + parameter.GetProperty("name").GetString() + "}", Example(parameter), StringComparison.Ordinal);
            }
            var answer = await movies.JsonAsync(target);
            Assert.True(!answer.TryGetProperty("total", out var total) || total.GetInt32() > 0, target);
        }
    }

    /// <summary>The parameters that a path can't do without.</summary>
    private static string Needed(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? "?" + string.Join('&', parameters.EnumerateArray()
            .Where(static p => p.GetProperty("in").GetString() is "query" && p.TryGetProperty("required", out var required) && required.GetBoolean())
            .Select(static p => p.GetProperty("name").GetString() + "=" + Example(p)))
        : "";

    private static string Example(JsonElement parameter) => Uri.EscapeDataString(parameter.GetProperty("example").GetString()!);

    private static string? Next(string links)
    {
        var end = links.IndexOf(">; rel=\"next\"", StringComparison.Ordinal);
        return end < 0 ? null : links[(links.LastIndexOf('<', end) + 1)..end];
    }
}
