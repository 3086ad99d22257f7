using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>Back and forward, and a movie's own view.</summary>
[Collection(BrowserTests.Name)]
public sealed class HistoryTests(BrowserOfTests browser)
{
    [Fact]
    public async Task Back_FromAMovie_KeepsThePlaceInAnEndlessList()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/?sort=title");
        await LoadAsync(page, atLeast: 90);
        var card = page.Titles.Nth(70);
        await card.ScrollIntoViewIfNeededAsync();
        var title = await card.TextContentAsync();
        var y = await ScrollAsync(page);
        Assert.True(y > 1000);
        await card.ClickAsync();
        await page.SeesAsync(page.Page.Locator("#movie h1"), title!);
        await Assertions.Expect(page.Page).ToHaveTitleAsync($"{title} – MovieGrains");

        await page.Page.GoBackAsync();
        await Assertions.Expect(card).ToBeFocusedAsync();
        Assert.Equal(y, await ScrollAsync(page));
        await page.Page.GoForwardAsync();
        await page.SeesAsync(page.Page.Locator("#movie h1"), title!);
        // The page itself goes and comes, as when a link led elsewhere.
        await page.Page.GoBackAsync();
        await Assertions.Expect(card).ToBeFocusedAsync();
        await page.Page.GotoAsync("/status");
        await page.Page.GoBackAsync();
        await page.SeesAsync(page.Titles.Nth(70), title!);
        await page.Page.WaitForFunctionAsync("y => Math.abs(scrollY - y) < 3", y);
    }

    [Fact]
    public async Task Reload_InTheMiddle_LoadsAsManyAndStaysThere()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await LoadAsync(page, atLeast: 60);
        await page.Titles.Nth(50).ScrollIntoViewIfNeededAsync();
        var y = await ScrollAsync(page);
        await page.Page.WaitForFunctionAsync("y => history.state?.place?.y === y", y);
        await page.Page.ReloadAsync();
        await page.Page.WaitForFunctionAsync("y => Math.abs(scrollY - y) < 3", y);
        Assert.True(await page.Films.CountAsync() >= 60);
    }

    [Fact]
    public async Task BackAndForward_GoFromDeliberateChangeToDeliberateChange_NotFromLetterToLetter()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Text.PressSequentiallyAsync("matrix");
        await page.ShownAsync("q=matrix");
        await page.Text.PressAsync("Enter");
        await page.Page.Locator("input[data-facet=genre][data-value=Action]").CheckAsync();
        await page.ShownAsync("q=matrix&genre=Action");
        await page.Page.GoBackAsync();
        await page.ShownAsync("q=matrix");
        await Assertions.Expect(page.Text).ToHaveValueAsync("matrix");
        await page.Page.GoBackAsync();
        await page.ShownAsync("");
        await Assertions.Expect(page.Text).ToHaveValueAsync("");
        await page.Page.GoForwardAsync();
        await page.Page.GoForwardAsync();
        await page.ShownAsync("q=matrix&genre=Action");
        await Assertions.Expect(page.Chips).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Movie_ByItsUrl_ShowsWhatIsKnownAndLeadsOn()
    {
        await using var page = await browser.OpenAsync();
        var found = await browser.Movies.JsonAsync("/movies?name=the+matrix&fields=id");
        var id = found.GetProperty("items")[0].GetProperty("id").GetString();
        await page.GoAsync($"/?movie={id}");
        await page.SeesAsync(page.Page.Locator("#movie h1"), "The Matrix");
        // A window that is made smaller changes how filters are shown, of which there are none yet.
        await page.Page.SetViewportSizeAsync(600, 800);
        var file = page.Page.Locator(".origins li").First;
        await page.SeesAsync(file, new Regex($"movies\\S*json\\s+of {Regex.Escape(browser.Folder.Name)}, record [0-9,]+,.*title, year, cast", RegexOptions.Singleline));
        var report = await browser.Movies.JsonAsync((await file.GetByRole(AriaRole.Link).GetAttributeAsync("href"))!);
        await page.SeesAsync(file.GetByRole(AriaRole.Link), report.GetProperty("key").GetString()!);
        await page.Page.Locator("#movie .names a").First.ClickAsync();
        await page.SeesAsync(page.Chips, new Regex("Cast\\s+Keanu Reeves"));
        await page.Page.GoBackAsync();
        await page.Page.Locator("#movie .tags a").First.ClickAsync();
        await page.SeesAsync(page.Chips, new Regex("Genre"));
    }

    [Fact]
    public async Task Movie_WithAnExtract_IsShownWhole()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/?q=" + Uri.EscapeDataString(AwkwardMovies.ArabicTitle));
        await page.Titles.First.ClickAsync();
        await page.SeesAsync(page.Page.Locator("#movie .extract"), new Regex("^باب الحديد"));
        await page.SeesAsync(page.Page.Locator("#movie .facts"), new Regex("Document"));
    }

    [Fact]
    public async Task Movie_ThatIsNotThere_SaysSo()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/?movie=1900-nosuchmovie");
        await page.SeesAsync(page.Page.Locator("#movie .trouble h1"), "There is no such movie");
    }

    /// <summary>Scrolls to the end of the list until enough films are there.</summary>
    private static async Task LoadAsync(BrowserPage page, int atLeast)
    {
        while (await page.Films.CountAsync() is var before && before < atLeast)
        {
            await page.Page.Locator(".end").ScrollIntoViewIfNeededAsync();
            await page.Page.WaitForFunctionAsync("n => document.querySelectorAll('.film').length > n", before);
        }
    }

    private static Task<double> ScrollAsync(BrowserPage page) => page.Page.EvaluateAsync<double>("() => scrollY");
}
