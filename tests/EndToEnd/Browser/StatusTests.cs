using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>The operations view.</summary>
[Collection(BrowserTests.Name)]
public sealed class StatusTests(BrowserOfTests browser)
{
    /// <summary>How long it is from one look of the page to the next, and a little.</summary>
    private const long Pause = 2100;

    [Fact]
    public async Task Status_ShowsSourcesFilesAndTheirReports_AndTellsOfWhatComes()
    {
        using var folder = new DropFolder();
        folder.Drop("good.json", """[{"title":"Good","year":1999},{"title":"No year"}]""");
        folder.Drop("bad.json", "this is no JSON");
        await using var movies = await StandaloneProcess.StartAsync("--source", folder.Path, "--poll", "0.1");
        await using var page = await browser.OpenAsync(movies: movies);
        await page.GoAsync("/status");
        await page.SeesAsync(page.Page.Locator(".verdict"), new Regex("It answers, but\\s+1 file is in quarantine"));
        await page.SeesAsync(page.Page.Locator("#sources li"), new Regex(Regex.Escape(folder.Name) + "\\s+reachable"));
        await page.SeesAsync(page.Page.Locator("#overview dd").First, "1");
        await page.Page.Locator("#ledger details").Filter(new() { HasText = "good.json" }).Locator("summary").ClickAsync();
        await page.SeesAsync(page.Page.Locator(".rejected li"), new Regex("line 1,\\s+\\$.year: a year is required"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "quarantined" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#ledger li")).ToHaveCountAsync(1);
        await page.SeesAsync(page.Page.Locator("#ledger summary"), new Regex("bad.json\\s+quarantined"));
        Assert.Empty(await page.ViolationsAsync());

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "all" }).ClickAsync();
        await page.SeesAsync(page.Page.Locator("#changes h2"), new Regex("following"));
        folder.Drop("b.json", """[{"title":"New & <b>bold</b>","year":2000}]""");
        await page.SeesAsync(page.Page.Locator("#latest li"), new Regex("added\\s+New & <b>bold</b> \\(2000\\)\\s+" + Regex.Escape(folder.Name)));
        await page.SeesAsync(page.Page.Locator("#ledger details").First.Locator("b"), "b.json");
        await page.Page.Locator("#latest a").ClickAsync();
        await page.SeesAsync(page.Page.Locator("#movie h1"), "New & <b>bold</b>");
    }

    [Fact]
    public async Task Status_DrawsLatencyAsItIs()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.Clock.InstallAsync();
        await page.GoAsync("/status");
        for (var i = 0; i < 20; i++)
            await browser.Movies.JsonAsync("/movies?title=the&page_size=1");
        await page.Page.Clock.RunForAsync(Pause);
        await page.SeesAsync(page.Page.Locator("#window dd").First, new Regex("ms$"));
        await Assertions.Expect(page.Page.Locator("#chart canvas")).ToBeVisibleAsync();
        await page.Page.Locator("#routes summary").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#routes tbody tr").Filter(new() { HasText = "/movies" }).First).ToBeVisibleAsync();
    }

    /// <summary>What a cluster tells of itself is shown as soon as one does.</summary>
    [Fact]
    public async Task Status_OfACluster_ShowsSilosAndPartitions()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.RouteAsync("**/cluster", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            BodyBytes = Encoding.UTF8.GetBytes(
                """
                {"silos":[{"name":"silo-1","address":"10.0.0.1:11111","status":"active","movies":36253,"bytes":32500000,"staleness_ms":3}],
                 "partitions":[{"name":"year/1999","silo":"silo-1","movies":412,"bytes":350000,"version":7,"staleness_ms":1500}]}
                """),
        }));
        await page.GoAsync("/status");
        await page.SeesAsync(page.Page.Locator("#cluster tbody tr").First, new Regex("silo-1.*10.0.0.1:11111.*active.*36,253.*32.5 MB", RegexOptions.Singleline));
        await page.SeesAsync(page.Page.Locator("#cluster td.bad"), "1,500 ms");
        Assert.Empty(await page.ViolationsAsync());
    }

    [Fact]
    public async Task Status_OfAServerThatHasGone_SaysSoAndComesBack()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.Clock.InstallAsync();
        await page.GoAsync("/status");
        await page.Page.RouteAsync("**/metrics", route => route.AbortAsync());
        await page.Page.Clock.RunForAsync(Pause);
        await page.SeesAsync(page.Page.Locator(".verdict"), new Regex("can’t be reached"));
        await page.Page.UnrouteAllAsync();
        await page.Page.Clock.RunForAsync(Pause);
        await page.SeesAsync(page.Page.Locator(".verdict"), new Regex("All is well"));
    }
}
