using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.Tests;

public sealed class SurfaceTests
{
    [Fact]
    public async Task Movies_AnyQuery_AnswersTheCatalogsBytesWithItsHeaders()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync("/movies?title=x");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(surface.Catalog.Body, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Encoding.UTF8.GetByteCount(surface.Catalog.Body), response.Content.Headers.ContentLength);
        Assert.Equal("no-cache", Header(response, "Cache-Control"));
        Assert.Equal("Accept-Encoding", Header(response, "Vary"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("ETag, Link, Server-Timing, Content-Length", Header(response, "Access-Control-Expose-Headers"));
        Assert.Equal("engine;dur=0.042", Header(response, "Server-Timing"));
        Assert.Matches("^\"[0-9a-f]{16}\"$", response.Headers.ETag?.ToString());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(1 << 15)]
    [InlineData((1 << 15) + 1)]
    [InlineData(1 << 18)]
    public async Task Movies_BodyOfAnyLength_IsWhole(int length)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Body = string.Concat(Enumerable.Range(0, length).Select(static place => (char)('a' + (place % 26))));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var response = await surface.GetAsync("/movies");
            Assert.Equal(length, response.Content.Headers.ContentLength);
            Assert.Equal(surface.Catalog.Body, await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/movies")]
    [InlineData("/movies/1999-abc")]
    [InlineData("/movies/1999-abc/sources")]
    [InlineData("/cluster")]
    [InlineData("/genres")]
    [InlineData("/livez")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    [InlineData("/")]
    [InlineData("/status")]
    public async Task Head_AnyPath_HasTheHeadersOfGetAndNoBody(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        using var get = await surface.GetAsync(path);
        using var head = await surface.SendAsync(HttpMethod.Head, path);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(get.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        if (path is not "/metrics")
        {
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        }
    }

    [Theory]
    [InlineData("/movies", "GET, HEAD, OPTIONS, POST")]
    [InlineData("/movies/1999-abc", "GET, HEAD, OPTIONS, PUT, PATCH, DELETE")]
    [InlineData("/movies/1999-abc/sources", "GET, HEAD, OPTIONS")]
    [InlineData("/cluster", "GET, HEAD, OPTIONS")]
    [InlineData("/movie", "OPTIONS, POST")]
    [InlineData("/year/1999", "GET, HEAD, OPTIONS")]
    [InlineData("/addall", "GET, HEAD, OPTIONS")]
    [InlineData("/docs", "GET, HEAD, OPTIONS")]
    [InlineData("/readyz", "GET, HEAD, OPTIONS")]
    public async Task Options_AnyRoute_Answers204WithAllow(string path, string allow)
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        using var response = await surface.SendAsync(HttpMethod.Options, path);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task Options_Preflight_AllowsReading()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.SendAsync(
            HttpMethod.Options, "/movies", ("Origin", "https://example.org"), ("Access-Control-Request-Method", "GET"));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("GET, HEAD, OPTIONS", Header(response, "Access-Control-Allow-Methods"));
        Assert.Equal("*", Header(response, "Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("PUT", "/movies", "GET, HEAD, OPTIONS, POST")]
    [InlineData("DELETE", "/films", "GET, HEAD, OPTIONS, POST")]
    [InlineData("POST", "/movies/1999-abc", "GET, HEAD, OPTIONS, PUT, PATCH, DELETE")]
    [InlineData("GET", "/movie", "OPTIONS, POST")]
    [InlineData("PUT", "/genres", "GET, HEAD, OPTIONS")]
    [InlineData("PATCH", "/", "GET, HEAD, OPTIONS")]
    [InlineData("POST", "/docs", "GET, HEAD, OPTIONS")]
    public async Task OtherMethods_AnyRoute_405WithAllow(string method, string path, string allow)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.SendAsync(new HttpMethod(method), path);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
        var problem = await TestSurface.ProblemAsync(response, 405);
        Assert.Equal("urn:moviegrains:problem:method-not-allowed", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task EveryMethod_EveryRoute_IsTakenWhereAllowSaysSo()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        foreach (var route in surface.Services.GetRequiredService<RouteTable>().All)
        {
            var path = route.Pattern.Replace("{**file}", "nothing.js", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            foreach (var method in new[] { "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "FOO", "post" })
            {
                using var response = await surface.SendAsync(new HttpMethod(method), path);
                var isAllowed = route.Allow.Split(", ").Contains(method, StringComparer.OrdinalIgnoreCase);
                Assert.True(isAllowed != (response.StatusCode == HttpStatusCode.MethodNotAllowed), $"{method} {path}: {response.StatusCode}");
                if (!isAllowed || method is "OPTIONS")
                    Assert.Equal(route.Allow, string.Join(", ", response.Content.Headers.Allow));
                if (method is "OPTIONS")
                    Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            }
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Options_PreflightOfAWrite_AllowsReadingAlone(string method)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.SendAsync(
            HttpMethod.Options, "/movies/1999-abc", ("Origin", "https://example.org"), ("Access-Control-Request-Method", method));
        Assert.Equal("GET, HEAD, OPTIONS", Header(response, "Access-Control-Allow-Methods"));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/movies/year")]
    [InlineData("/movies//")]
    [InlineData("/year/1999/2000")]
    [InlineData("/docs/nothing.js")]
    [InlineData("/openapi/v2.json")]
    public async Task UnknownPath_404Problem(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        var problem = await surface.ProblemAsync(path, 404);
        Assert.Contains(path is "/movies/year" ? "no-such-movie" : "no-such-path", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal(path, problem.GetProperty("instance").GetString());
    }

    [Fact]
    public async Task UnknownMovie_404NamesTheIdShortened()
    {
        await using var surface = await TestSurface.StartAsync();
        var problem = await surface.ProblemAsync("/movies/2000-" + new string('x', 500), 404);
        Assert.Equal("urn:moviegrains:problem:no-such-movie", problem.GetProperty("type").GetString());
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.Contains("2000-xxx", detail, StringComparison.Ordinal);
        Assert.True(detail.Length < 150);
    }

    [Fact]
    public async Task MovieId_PercentEncoded_IsDecodedOnce()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync("/movies/1999-a%252Fb%2Fc%C3%A9");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("1999-a%2Fb/cé", surface.Catalog.AskedId);
    }

    [Fact]
    public async Task AddAll_Get_410Explains()
    {
        await using var surface = await TestSurface.StartAsync();
        var problem = await surface.ProblemAsync("/addall", 410);
        Assert.Contains("no GET changes anything", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/movies/")]
    [InlineData("/genres/")]
    [InlineData("/livez/")]
    [InlineData("/year/1999/")]
    [InlineData("/movies/1999-abc/")]
    public async Task TrailingSlash_One_IsTaken(string path)
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        if (path.StartsWith("/movies/1", StringComparison.Ordinal))
            Assert.Equal("1999-abc", surface.Catalog.AskedId);
    }

    [Fact]
    public async Task Failure_Inside_500ShowsNothingAndIsLogged()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Failure = new InvalidOperationException("secret /path of the inside");
        var problem = await surface.ProblemAsync("/movies", 500);
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(surface.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BeforeTheFirstLoad_QueriesAre503AndProbesTellApart()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        foreach (var path in new[] { "/movies", "/movies/1999-a", "/genres", "/years", "/actors", "/", "/films", "/title/x" })
        {
            using var response = await surface.GetAsync(path);
            Assert.Equal("1", Header(response, "Retry-After"));
            await TestSurface.ProblemAsync(response, 503);
        }
        await surface.ProblemAsync("/readyz", 503);
        using (var live = await surface.GetAsync("/livez"))
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        surface.Readiness.MarkLoaded();
        using (var ready = await surface.GetAsync("/readyz"))
            Assert.Equal("""{"status":"ready"}""", await ready.Content.ReadAsStringAsync());
        surface.Readiness.MarkStopping();
        await surface.ProblemAsync("/readyz", 503);
        using var still = await surface.GetAsync("/movies");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Root_ByAccept_AnswersPageOrQuery()
    {
        await using var surface = await TestSurface.StartAsync();
        using var page = await surface.GetAsync("/", ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Accept, Accept-Encoding", Header(page, "Vary"));
        Assert.Contains("role=\"search\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var accept in new[] { "*/*", "application/json", "text/html;q=0.5, application/json" })
        {
            using var query = await surface.GetAsync("/?title_contains=x&page=0", ("Accept", accept));
            Assert.Equal(surface.Catalog.Body, await query.Content.ReadAsStringAsync());
            Assert.Equal("Accept, Accept-Encoding", Header(query, "Vary"));
        }
    }

    [Fact]
    public async Task AsyncAnswer_SlowCatalog_IsAnsweredWhenItComes()
    {
        await using var surface = await TestSurface.StartAsync();
        var gate = new TaskCompletionSource();
        surface.Catalog.Gate = gate.Task;
        var response = surface.GetAsync("/movies");
        Assert.False(response.IsCompleted);
        gate.SetResult();
        using var answer = await response;
        Assert.Equal(surface.Catalog.Body, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stop_WithARequestUnderWay_LetsItEnd()
    {
        await using var surface = await TestSurface.StartAsync();
        var gate = new TaskCompletionSource();
        surface.Catalog.Gate = gate.Task;
        var request = surface.GetAsync("/movies");
        await surface.Catalog.Reached;
        var stop = surface.StopAsync();
        Assert.False(stop.IsCompleted);
        gate.SetResult();
        using var answer = await request;
        Assert.Equal(surface.Catalog.Body, await answer.Content.ReadAsStringAsync());
        await stop;
    }

    [Fact]
    public async Task Client_GoneWhileWaiting_IsNoFailure()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Gate = new TaskCompletionSource().Task;
        using var gone = new CancellationTokenSource();
        var request = surface.Client.GetAsync(new Uri("/movies", UriKind.Relative), gone.Token);
        await surface.Catalog.Reached;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await surface.StopAsync();
        Assert.Empty(surface.Log.Lines);
    }

    [Fact]
    public async Task Values_Page_IsAskedAndLinked()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Summary = surface.Catalog.Summary with { Total = 100, HasMore = true };
        using var response = await surface.GetAsync("/actors?prefix=Zo%C3%AB%20&page=2&page_size=10");
        Assert.Equal("zoe", Encoding.UTF8.GetString(surface.Catalog.AskedValues!.Prefix));
        Assert.Equal((2, 10), (surface.Catalog.AskedValues.Page, surface.Catalog.AskedValues.PageSize));
        Assert.Equal(
            "</actors?prefix=Zo%C3%AB%20&page_size=10&page=3>; rel=\"next\", " +
            "</actors?prefix=Zo%C3%AB%20&page_size=10&page=1>; rel=\"prev\", </actors?prefix=Zo%C3%AB%20&page_size=10>; rel=\"first\"",
            Header(response, "Link"));
    }

    internal static string Header(HttpResponseMessage response, string name) =>
        string.Join(", ", response.Headers.TryGetValues(name, out var values) ? values : response.Content.Headers.GetValues(name));

    internal static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
