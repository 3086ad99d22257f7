using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>Suggestions under the search box.</summary>
[Collection(BrowserTests.Name)]
public sealed class SuggestionTests(BrowserOfTests browser)
{
    [Fact]
    public async Task Arrows_ChooseAMovie_AndEnterOpensIt()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Text.PressSequentiallyAsync("the matr");
        var option = page.Options;
        await page.SeesAsync(option.First, new Regex("^\\s*The Matrix"));
        await Assertions.Expect(page.Text).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Text.PressAsync("ArrowDown");
        await Assertions.Expect(page.Text).ToHaveAttributeAsync("aria-activedescendant", "suggestion-0");
        await Assertions.Expect(option.First).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Empty(await page.ViolationsAsync());
        await page.ShootAsync("suggestions-1280-light");
        await page.Text.PressAsync("ArrowUp");
        await Assertions.Expect(page.Text).Not.ToHaveAttributeAsync("aria-activedescendant", new Regex(".*"));
        await page.Text.PressAsync("ArrowDown");
        await page.Text.PressAsync("Enter");
        await page.SeesAsync(page.Page.Locator("#movie h1"), new Regex("^The Matrix"));
    }

    [Fact]
    public async Task AName_BecomesAFilter()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Text.PressSequentiallyAsync("keanu r");
        await page.Options.Filter(new() { HasText = "Keanu Reeves" }).ClickAsync();
        await page.HasUrlAsync("/?cast=Keanu+Reeves");
        await page.SeesAsync(page.Chips, new Regex("Cast\\s+Keanu Reeves"));
        await Assertions.Expect(page.Text).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Escape_ClosesThem_AndKeepsWhatWasTyped()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Text.PressSequentiallyAsync("the");
        await page.Options.First.WaitForAsync();
        await page.Text.PressAsync("Escape");
        await Assertions.Expect(page.Page.Locator("#suggestions")).ToBeHiddenAsync();
        await Assertions.Expect(page.Text).ToHaveValueAsync("the");
        await Assertions.Expect(page.Text).ToHaveAttributeAsync("aria-expanded", "false");
    }

    [Fact]
    public async Task FilmsThatAreLongInComing_KeepNoSuggestionBack()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        var release = new TaskCompletionSource();
        await page.Page.RouteAsync(new Regex("/movies\\?q="), async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await page.Text.FillAsync("the matr");
        await page.SeesAsync(page.Options.First, new Regex("^\\s*The Matrix"));
        release.SetResult();
        await page.ShownAsync("q=the matr");
    }
}
