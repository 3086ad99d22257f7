using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>For everybody: by keyboard, by screen reader, small and large, light and dark, without a script.</summary>
[Collection(BrowserTests.Name)]
public sealed class MannersTests(BrowserOfTests browser)
{
    /// <summary>Every view, what it is called in the name of its picture, and what shows that it is complete.</summary>
    private static readonly (string Name, string Target)[] Views =
    [
        ("films", "/"),
        ("search", "/?q=love&genre=Drama|Comedy&year=1950.."),
        ("awkward", "/?q=zorblax"),
        ("empty", "/?q=matrix&genre=Western"),
        ("error", "/?year=2000..1990"),
        ("movie", "/?movie="),
        ("status", "/status"),
    ];

    /// <summary>Loaded at a width, and then seen at another as well, as when a window is made larger. Between 320 and 1440 nothing is there that
    /// is not in one of them, so that only these two are held to all rules, and to those of colours again in the dark.</summary>
    [Theory]
    [InlineData(320, 768)]
    [InlineData(1440, 1440)]
    public async Task EveryView_LightAndDark_HasNoViolations_AndNothingBesideTheScreen(int width, int then)
    {
        await using var page = await browser.OpenAsync(width, hasPictures: true);
        foreach (var (name, target) in Views)
        {
            await page.Page.SetViewportSizeAsync(width, 800);
            await page.GoAsync(target + (name is "movie" ? await IdAsync("the matrix") : ""));
            if (name is "search" && width < 960)
                await page.Page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).ClickAsync();
            await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            Assert.Empty(await page.ViolationsAsync());
            await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            Assert.Empty(await page.ViolationsAsync("color-contrast", "link-in-text-block"));
            foreach (var seen in new[] { width, then }.Distinct())
            {
                await page.Page.SetViewportSizeAsync(seen, 800);
                foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await page.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                    await page.ShootAsync($"{name}-{seen}-{scheme}".ToLowerInvariant());
                }
                Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than {seen}");
            }
        }
    }

    [Fact]
    public async Task KeyboardAlone_SearchesFiltersOpensAndComesBack()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        var keys = page.Page.Keyboard;
        await keys.PressAsync("/");
        await Assertions.Expect(page.Text).ToBeFocusedAsync();
        await keys.TypeAsync("matrix");
        // What can be chosen before they come are the genres of all films.
        await page.CountsShownAsync("q=matrix");
        await keys.PressAsync("Escape");
        await TabToAsync(page, "input[data-facet=genre]");
        await keys.PressAsync("Space");
        await Assertions.Expect(page.Chips).ToHaveCountAsync(1);
        await TabToAsync(page, ".film h2 a");
        var title = await page.Page.EvaluateAsync<string>("() => document.activeElement.textContent");
        await keys.PressAsync("Enter");
        await page.SeesAsync(page.Page.Locator("#movie h1"), title);
        await TabToAsync(page, ".back a");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Titles.Filter(new() { HasText = title }).First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task SkipLink_LeadsToTheFilms()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#found")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task RightToLeftText_IsSetFromTheRight()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/?q=" + Uri.EscapeDataString(AwkwardMovies.ArabicTitle));
        await page.SeesAsync(page.Titles, AwkwardMovies.ArabicTitle);
        Assert.Equal("rtl", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.film h2')).direction"));
        await page.ShootAsync("rtl-1280-light");
    }

    [Fact]
    public async Task WithoutScript_FilmsAreShownSearchedAndRead()
    {
        await using var page = await browser.OpenAsync(hasScript: false);
        await page.Page.GotoAsync("/");
        await Assertions.Expect(page.Films).ToHaveCountAsync(20);
        await page.ShootAsync("unscripted-1280-light");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "More films" }).ClickAsync();
        await Assertions.Expect(page.Films).ToHaveCountAsync(20);
        await page.Page.Locator("#text").FillAsync("matrix");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.SeesAsync(page.Titles.First, new Regex("Matrix"));
        await page.Titles.First.ClickAsync();
        await page.SeesAsync(page.Page.Locator("#movie h1"), new Regex("Matrix"));
        await Assertions.Expect(page.Page.Locator("#movie .origins li").First).ToBeVisibleAsync();
        await page.ShootAsync("unscripted-movie-1280-light");
        await page.Page.Locator("#movie .tags a").First.ClickAsync();
        await Assertions.Expect(page.Films.First).ToBeVisibleAsync();
        await page.Page.GotoAsync("/?q=zorblax&year=2001");
        await page.SeesAsync(page.Titles.First, AwkwardMovies.ScriptTitle);
    }

    [Fact]
    public async Task FirstPaint_LooksAsTheScriptLeavesIt()
    {
        await using var plain = await browser.OpenAsync(hasScript: false);
        await plain.Page.GotoAsync("/?q=zorblax");
        await using var scripted = await browser.OpenAsync();
        await scripted.GoAsync("/?q=zorblax");
        Assert.Equal(await plain.Page.Locator(".film .about").AllInnerTextsAsync(), await scripted.Page.Locator(".film .about").AllInnerTextsAsync());
        Assert.Equal(await plain.Page.Locator(".film .poster").EvaluateAllAsync<string[]>("all => all.map(p => p.className)"),
            await scripted.Page.Locator(".film .poster").EvaluateAllAsync<string[]>("all => all.map(p => p.className)"));
    }

    /// <summary>But for moments: only a script knows what time it is where the reader is.</summary>
    [Theory]
    [InlineData("the matrix")]
    [InlineData("zorblax with more")]
    public async Task FirstPaint_OfAMovie_LooksAsTheScriptLeavesIt(string name)
    {
        const string Seen =
            """
            movie => [...movie.querySelectorAll('.facts a, .origins a, .origins time')].map(one => `${one.textContent} ${one.getAttribute('href') ?? Date.parse(one.dateTime)}`)
              .concat(movie.innerText).map(text => text.replaceAll(/\d+ \w+ 20\d\d, [0-9:]+( UTC)?/g, 'then').replaceAll(/\s+/g, ' '))
            """;
        var target = "/?movie=" + await IdAsync(name);
        await using var plain = await browser.OpenAsync(hasScript: false);
        await plain.Page.GotoAsync(target);
        await using var scripted = await browser.OpenAsync();
        await scripted.GoAsync(target);
        Assert.Equal(await SeenAsync(plain), await SeenAsync(scripted));

        static Task<string[]> SeenAsync(BrowserPage page) => page.Page.Locator("#movie").EvaluateAsync<string[]>(Seen);
    }

    [Fact]
    public async Task ReducedMotion_LeavesNothingMoving()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.GoAsync("/");
        Assert.Equal("appear", await page.Page.EvaluateAsync<string>("() => { const p = document.getElementById('progress'); p.hidden = false; return getComputedStyle(p).animationName; }"));
    }

    private static async Task TabToAsync(BrowserPage page, string selector)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
        }
        Assert.Fail($"No {selector} was reached by the keyboard.");
    }

    private async Task<string> IdAsync(string name) =>
        (await browser.Movies.JsonAsync($"/movies?name={Uri.EscapeDataString(name)}&fields=id")).GetProperty("items")[0].GetProperty("id").GetString()!;
}
