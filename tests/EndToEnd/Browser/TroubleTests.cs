using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>A server that is slow, fails, or is not there.</summary>
[Collection(BrowserTests.Name)]
public sealed class TroubleTests(BrowserOfTests browser)
{
    private static readonly Regex AnyQuery = new("/movies\\?");

    [Fact]
    public async Task SlowServer_ShowsThatItIsBusy_AndThenTheAnswer()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.Page.RouteAsync(AnyQuery, async route =>
        {
            await slow.Task;
            await route.ContinueAsync();
        });
        await page.Text.FillAsync("matrix");
        await Assertions.Expect(page.Page.Locator("#progress")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#results")).ToHaveAttributeAsync("aria-busy", "true");
        slow.SetResult();
        await page.ShownAsync("q=matrix");
        await Assertions.Expect(page.Page.Locator("#progress")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task FailingServer_IsTriedAgainByItself()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Page.RouteAsync(AnyQuery, route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = """{"type":"urn:moviegrains:problem:not-ready","title":"Not ready","status":503,"detail":"The first load is not yet complete."}""",
        }));
        await page.Text.FillAsync("matrix");
        await page.SeesAsync(page.Page.GetByRole(AriaRole.Alert), new Regex("Not ready.*not yet complete", RegexOptions.Singleline));
        await page.Page.UnrouteAsync(AnyQuery);
        await page.ShownAsync("q=matrix");
        await page.SeesAsync(page.Titles.First, new Regex("Matrix"));
    }

    [Fact]
    public async Task ServerOutOfReach_OffersToTryAgain()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Page.RouteAsync(AnyQuery, route => route.AbortAsync());
        await page.Text.FillAsync("matrix");
        var again = page.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" });
        await again.WaitForAsync();
        await page.ShootAsync("trouble-1280-light");
        await page.Page.UnrouteAsync(AnyQuery);
        await again.ClickAsync();
        await page.ShownAsync("q=matrix");
    }

    [Fact]
    public async Task Offline_IsSaid_AndEndsByItself()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Page.Context.SetOfflineAsync(true);
        try
        {
            await page.Text.FillAsync("matrix");
            await page.SeesAsync(page.Page.Locator(".trouble h1"), "You are offline");
        }
        finally
        {
            // Others' pages would be offline as well.
            await page.Page.Context.SetOfflineAsync(false);
        }
        await page.ShownAsync("q=matrix");
    }

    [Fact]
    public async Task MoreFilms_ThatDoNotCome_CanBeAskedForAgain()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.RouteAsync(new Regex("cursor="), route => route.AbortAsync());
        await page.GoAsync("/");
        await page.Page.Locator(".end").ScrollIntoViewIfNeededAsync();
        var again = page.Page.Locator(".end").GetByRole(AriaRole.Button, new() { Name = "Try again" });
        await again.WaitForAsync();
        await page.Page.UnrouteAllAsync();
        await again.ClickAsync();
        await Assertions.Expect(page.Films.Nth(30)).ToBeAttachedAsync();
    }

    [Fact]
    public async Task ParameterThatCantBeUsed_IsExplained()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/?year=2000..1990&titel=x");
        await page.SeesAsync(page.Page.Locator(".trouble"), new Regex("range ends before it begins.*there is title", RegexOptions.Singleline));
        await page.Page.Locator(".trouble").GetByRole(AriaRole.Link, new() { Name = "All films" }).ClickAsync();
        await page.ShownAsync("");
    }
}
