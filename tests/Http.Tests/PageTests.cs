using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Page;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

/// <summary>The web page as it is sent: the browser's tests are in tests/EndToEnd.</summary>
public sealed partial class PageTests(ITestOutputHelper output)
{
    private const int MostBytes = 100_000;

    private static readonly (string, string) Html = ("Accept", "text/html");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/")]
    [InlineData("/?movie=1999-abc")]
    [InlineData("/status")]
    public async Task Page_AllowsNothingButItsOwnFilesAndPictures(string target)
    {
        await using var surface = await TestSurface.StartAsync();
        using var page = await surface.GetAsync(target, Html);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = SurfaceTests.Header(page, "Content-Security-Policy");
        foreach (var directive in new[] { "default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'" })
            Assert.Contains(directive + (policy.Contains(directive + ";", StringComparison.Ordinal) ? ";" : ""), policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotMatch(Inline(), html);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_OfAPage_MayBeKeptForGood()
    {
        await using var surface = await TestSurface.StartAsync();
        foreach (var page in new[] { "/", "/status" })
        {
            var html = await (await surface.GetAsync(page, Html)).Content.ReadAsStringAsync();
            var files = File().Matches(html).Select(match => match.Value).Distinct().ToArray();
            Assert.True(files.Length > 5);
            foreach (var file in files)
            {
                using var response = await surface.GetAsync(file, ("Accept-Encoding", "br"));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal("public, max-age=31536000, immutable", SurfaceTests.Header(response, "Cache-Control"));
                Assert.Equal("nosniff", SurfaceTests.Header(response, "X-Content-Type-Options"));
                using var again = await surface.GetAsync(file, ("Accept-Encoding", "br"), ("If-None-Match", response.Headers.ETag!.ToString()));
                Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            }
        }
    }

    [Fact]
    public async Task File_OfAnotherVersion_IsOursAndNotKept()
    {
        await using var surface = await TestSurface.StartAsync();
        using var other = await surface.GetAsync("/page/0123456789abcdef/main.js");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal("text/javascript", other.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", SurfaceTests.Header(other, "Cache-Control"));
    }

    [Theory]
    [InlineData("/page/0/none.js")]
    [InlineData("/page/0/index.html")]
    [InlineData("/page/0/vendor/README.md")]
    [InlineData("/page/0/../../Http.csproj")]
    [InlineData("/page/0/")]
    [InlineData("/page")]
    public async Task File_ThatIsNotThePages_IsNotFound(string target)
    {
        await using var surface = await TestSurface.StartAsync();
        await surface.ProblemAsync(target, 404);
    }

    [Fact]
    public async Task ScriptAndStyle_OfBothPages_AreSmall()
    {
        await using var surface = await TestSurface.StartAsync();
        var files = new PageFiles();
        var total = 0L;
        foreach (var file in files.All.Where(file => file.ContentType is not null).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            using var response = await surface.GetAsync($"{files.Base}/{file.Name}", ("Accept-Encoding", "br"));
            var sent = await response.Content.ReadAsByteArrayAsync();
            output.WriteLine($"{file.Name}: {file.Bytes.Length:N0} bytes, {sent.Length:N0} as sent");
            total += sent.Length;
            if (response.Content.Headers.ContentEncoding.Contains("br"))
            {
                using var plain = new MemoryStream();
                await using var brotli = new BrotliStream(new MemoryStream(sent), CompressionMode.Decompress);
                await brotli.CopyToAsync(plain);
                Assert.Equal(file.Bytes, plain.ToArray());
            }
        }
        output.WriteLine($"in all {total:N0} bytes as sent");
        Assert.InRange(total, 1, MostBytes);
    }

    [Fact]
    public void Modules_AreAllOfSomePage()
    {
        var files = new PageFiles();
        var reached = ModuleGraph.Of(files, "main.js").Concat(ModuleGraph.Of(files, "status/main.js")).ToHashSet(StringComparer.Ordinal);
        Assert.All(files.All.Where(file => file.Name.EndsWith(".js", StringComparison.Ordinal) && file.Name is not "vendor/uplot/uPlot.js"),
            file => Assert.Contains(file.Name, reached));
    }

    [Fact]
    public async Task FirstPaint_HasTheFilms_AndTheirTextsAsText()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Body =
            """
            {"items":[{"id":"2001-a\"b","title":"<script>x</script>","year":2001,"cast":["\"><img src=x onerror=y>","B","C","D","E"],"genres":["<b>"],"extract":"</p><style>","thumbnail":"https://x.example/\"onload=z"}],"total":1234,"page":1,"page_size":20,"has_more":true,"next":"abc"}
            """;
        surface.Catalog.Summary = new(1234, true, "abc", 7, TimeSpan.Zero);
        using var page = await surface.GetAsync("/?q=%3Cq%3E%22&genre=Drama&sort=title", Html);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("&lt;script&gt;x&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("1,234 films", html, StringComparison.Ordinal);
        Assert.Contains("and 1 more", html, StringComparison.Ordinal);
        Assert.Contains("cursor=abc", html, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"genre\" value=\"Drama\">", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<q>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstPaint_OfAMovie_TellsItsRecordAndWhereItComesFrom()
    {
        await using var surface = await TestSurface.StartAsync(add: services => services.AddSingleton<IIngestLedger>(new FakeLedger()));
        var known = new FileOrigin(Noon, "/srv/private/drops", "a/<b>.json");
        surface.Catalog.Document =
            """
            {"id":"1999-abc","title":"X","year":1999,"cast":[],"genres":[],"href":"A_\"film\"","thumbnail":"https://upload.wikimedia.org/x.jpg","rating":7.50,"studio":"<u>S</u>"}
            """;
        surface.Catalog.Records =
        [
            new RecordShare(new FileOrigin(Noon.AddHours(1), RecordShare.Writes, ""), 0, ["rating"], ["extract", "<i>"]),
            new RecordShare(known, 1233, ["title", "<field>"], []),
        ];
        using var page = await surface.GetAsync("/?movie=1999-abc", Html);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("<a href=\"https://en.wikipedia.org/wiki/A_%22film%22\" rel=\"noreferrer\">A &quot;film&quot;, Wikipedia</a>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>rating</dt><dd dir=\"auto\">7.50</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>studio</dt><dd dir=\"auto\">&lt;u&gt;S&lt;/u&gt;</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/movies/1999-abc\">1999-abc</a>", html, StringComparison.Ordinal);
        Assert.Contains("by a client, <time datetime=\"2026-03-01T13:00:00.0000000Z\">1 Mar 2026, 13:00 UTC</time>", html, StringComparison.Ordinal);
        Assert.Contains("cleared: extract, &lt;i&gt;", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/ingest/files/{known.FileId}\">a/&lt;b&gt;.json</a></b> <span class=\"quiet\">of <bdi>drops</bdi>, record 1,234, ", html, StringComparison.Ordinal);
        Assert.Contains("title, &lt;field&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("private", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Inline(), html);
    }

    [Theory]
    [InlineData("https://x.example/?a=1&b", "<a href=\"https://x.example/?a=1&amp;b\" rel=\"noreferrer\">https://x.example/?a=1&amp;b</a>")]
    [InlineData("javascript:x()", "<dd dir=\"auto\">javascript:x()</dd>")]
    public async Task FirstPaint_OfAMoviesReference_LeadsToAddressesOnly(string href, string shown)
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Document = $$"""{"id":"1999-abc","title":"X","year":1999,"cast":[],"genres":[],"href":"{{href}}"}""";
        using var page = await surface.GetAsync("/?movie=1999-abc", Html);
        Assert.Contains(shown, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstPaint_WhileNobodyCanTellWhereAMovieComesFrom_IsTheMovie()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Records = null;
        using var page = await surface.GetAsync("/?movie=1999-abc", Html);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("The Matrix", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Where it comes from", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?movie=1900-none", HttpStatusCode.NotFound, "There is no such movie")]
    [InlineData("/?titel=x", HttpStatusCode.BadRequest, "parameter")]
    public async Task FirstPaint_OfWhatCantBeShown_SaysWhy(string target, HttpStatusCode status, string why)
    {
        await using var surface = await TestSurface.StartAsync();
        using var page = await surface.GetAsync(target, Html);
        Assert.Equal(status, page.StatusCode);
        Assert.Contains(why, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstPaint_BeforeTheFirstLoad_IsAPageThatSaysSo()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        using var page = await surface.GetAsync("/", Html);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("first load", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await surface.ProblemAsync("/", 503);
        using var status = await surface.GetAsync("/status", Html);
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
    }

    /// <summary>A script, style or handler within the page itself.</summary>
    [GeneratedRegex("<script(?![^>]* src=)|<style| style=\"|<[a-z][^>]* on[a-z]+=", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex("/page/[0-9a-f]{16}/[^\"]+", RegexOptions.None, 1000)]
    private static partial Regex File();
}
