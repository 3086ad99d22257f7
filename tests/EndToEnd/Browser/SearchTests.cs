using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>Searching as people do.</summary>
[Collection(BrowserTests.Name)]
public sealed class SearchTests(BrowserOfTests browser)
{
    [Fact]
    public async Task Typing_ShowsResultsTheirTotalAndTheirTime()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.SeesAsync(page.Total, new Regex("^[0-9,]+ films$"));
        await page.Text.PressSequentiallyAsync("matrix");
        await page.ShownAsync("q=matrix");
        await page.SeesAsync(page.Titles.First, new Regex("Matrix"));
        await page.SeesAsync(page.Page.Locator(".tally small"), new Regex("^in [<0-9. ]+ ms$"));
        await page.SeesAsync(page.Page.Locator(".film mark").First, new Regex("^[Mm]atrix$"));
        await page.SeesAsync(page.Page.Locator("#told"), new Regex("^[0-9]+ films? found$"));
        await page.HasUrlAsync("/?q=matrix");
    }

    [Fact]
    public async Task TypingFast_WithAnswersOutOfOrder_ShowsTheLastQuery()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new List<Task>();
        // Each query but the last is answered only after the last is on the screen.
        await page.Page.RouteAsync(new Regex("/movies\\?q=m(a|at|atr|atri)?&"), route =>
        {
            held.Add(late.Task.ContinueWith(_ => route.ContinueAsync(), TaskScheduler.Default).Unwrap());
            return Task.CompletedTask;
        });
        await page.Text.PressSequentiallyAsync("matrix");
        await page.ShownAsync("q=matrix");
        var shown = await page.Titles.AllTextContentsAsync();
        late.SetResult();
        foreach (var answer in held)
        {
            // A request that was given up can't be answered any more, which is as it should be.
            await Task.WhenAny(answer);
        }
        await page.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Equal(shown, await page.Titles.AllTextContentsAsync());
        await page.HasUrlAsync("/?q=matrix");
        Assert.NotEmpty(held);
    }

    [Fact]
    public async Task Facets_CountedOverOthers_AreChosenAndRemoved()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        var drama = page.Page.Locator("input[data-facet=genre][data-value=Drama]");
        var comedy = page.Page.Locator("input[data-facet=genre][data-value=Comedy]");
        var comedies = await comedy.Locator("xpath=..").Locator(".count").TextContentAsync();
        await drama.CheckAsync();
        await page.ShownAsync("genre=Drama");
        // A further choice is OR, so that what the others would add stays in sight.
        await page.SeesAsync(comedy.Locator("xpath=..").Locator(".count"), comedies!);
        await comedy.CheckAsync();
        await page.HasUrlAsync("/?genre=Drama|Comedy");
        await page.Page.Locator("input[data-facet=decade][data-value='1990']").CheckAsync();
        await page.HasUrlAsync("/?genre=Drama|Comedy&year=1990..1999");
        await page.SeesAsync(page.Chips.Nth(2), new Regex("Decade\\s+1990s"));

        await page.Chips.Filter(new() { HasText = "Drama" }).ClickAsync();
        await page.HasUrlAsync("/?genre=Comedy&year=1990..1999");
        await Assertions.Expect(page.Chips).ToHaveCountAsync(2);
        await Assertions.Expect(page.Chips.First).ToBeFocusedAsync();
        await Assertions.Expect(drama).Not.ToBeCheckedAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove all" }).ClickAsync();
        await page.HasUrlAsync("/");
        await Assertions.Expect(page.Chips).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task YearsAndSort_GoIntoTheUrl_AndComeBackFromIt()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        await page.Page.GetByRole(AriaRole.Slider, new() { Name = "From year" }).FillAsync("1980");
        await page.Page.GetByRole(AriaRole.Slider, new() { Name = "To year" }).FillAsync("1985");
        await page.Page.Locator("#sort").SelectOptionAsync("title,-year");
        await page.HasUrlAsync("/?year=1980..1985&sort=title,-year");
        var titles = await page.Titles.AllTextContentsAsync();
        var total = await page.Total.TextContentAsync();
        await page.Page.ReloadAsync();
        await page.ShownAsync("year=1980..1985&sort=title,-year");
        Assert.Equal(titles, await page.Titles.AllTextContentsAsync());
        await page.SeesAsync(page.Total, total!);
        await page.SeesAsync(page.Page.Locator(".years .range"), "1980–1985");
        await Assertions.Expect(page.Page.Locator("#sort")).ToHaveValueAsync("title,-year");
        await Assertions.Expect(page.Page.Locator(".histogram .in")).ToHaveAttributeAsync("d", new Regex("^M"));
    }

    [Fact]
    public async Task Sort_WhileFilmsAreOnTheirWay_LosesNoFilter()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        var release = new TaskCompletionSource();
        await page.Page.RouteAsync(new Regex("/movies\\?year="), async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await page.Page.GetByRole(AriaRole.Slider, new() { Name = "From year" }).FillAsync("1980");
        await page.Page.Locator("#sort").SelectOptionAsync("title,-year");
        await page.HasUrlAsync("/?year=1980..&sort=title,-year");
        release.SetResult();
        await page.ShownAsync("year=1980..&sort=title,-year");
    }

    /// <summary>The filters still are those of the search before, as counts wait until typing pauses.</summary>
    [Fact]
    public async Task Filter_ChosenBeforeNewCountsHaveCome_KeepsWhatWasTyped()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/");
        var drama = page.Page.Locator("input[data-facet=genre][data-value=Drama]");
        await drama.WaitForAsync();
        var release = new TaskCompletionSource();
        await page.Page.RouteAsync(new Regex("/movies\\?q=love&.*facets="), async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await page.Text.FillAsync("love");
        await page.ShownAsync("q=love");
        await drama.CheckAsync();
        await page.HasUrlAsync("/?q=love&genre=Drama");
        await page.Page.GetByRole(AriaRole.Slider, new() { Name = "From year" }).FillAsync("1950");
        await page.HasUrlAsync("/?q=love&genre=Drama&year=1950..");
        release.SetResult();
    }

    [Fact]
    public async Task NothingFound_OffersWhatWouldFindSomething()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/?q=matrix&genre=Western");
        await page.SeesAsync(page.Total, "No film");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Without Western" }).ClickAsync();
        await page.ShownAsync("q=matrix");
        await page.SeesAsync(page.Titles.First, new Regex("Matrix"));
    }

    [Fact]
    public async Task NothingFound_WithANearQuery_OffersIt()
    {
        await using var page = await browser.OpenAsync();
        await page.Page.RouteAsync(new Regex("/movies\\?q=mzztrix"), route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"items":[],"total":0,"page":1,"page_size":20,"has_more":false,"facets":{},"did_you_mean":"matrix"}""",
        }));
        await page.GoAsync("/?q=mzztrix&sort=year");
        await page.Page.Locator(".meant a").ClickAsync();
        await page.HasUrlAsync("/?q=matrix&sort=year");
        await page.ShownAsync("q=matrix&sort=year");
    }

    [Fact]
    public async Task MarkupInTexts_StaysText()
    {
        await using var page = await browser.OpenAsync();
        await page.GoAsync("/?q=zorblax&year=2001");
        await page.SeesAsync(page.Titles, AwkwardMovies.ScriptTitle);
        await page.Titles.ClickAsync();
        await page.SeesAsync(page.Page.Locator("#movie h1"), AwkwardMovies.ScriptTitle);
        await page.SeesAsync(page.Page.Locator("#movie .names a"), "<b>Bold</b> Zorblax");
        await page.GoAsync("/?q=zorblax+with+more");
        await page.Titles.First.ClickAsync();
        await page.SeesAsync(page.Page.Locator("#movie .facts"), new Regex("javascript:window.broken=3.*<u>Studio</u>", RegexOptions.Singleline));
        Assert.Equal(0, await page.Page.Locator("#movie a[href^=javascript]").CountAsync());
        Assert.False(await page.Page.EvaluateAsync<bool>("() => 'broken' in window"));
    }

    [Fact]
    public async Task Posters_KeepTheirPlace_WhateverBecomesOfTheirPicture()
    {
        await using var page = await browser.OpenAsync(hasPictures: true);
        await page.GoAsync("/?q=zorblax+picture");
        var pictures = page.Page.Locator(".poster img");
        await Assertions.Expect(pictures).ToHaveCountAsync(2);
        for (var i = 0; i < 2; i++)
        {
            await Assertions.Expect(pictures.Nth(i)).ToHaveAttributeAsync("width", "200");
            await Assertions.Expect(pictures.Nth(i)).ToHaveAttributeAsync("loading", "lazy");
            await Assertions.Expect(pictures.Nth(i)).ToHaveAttributeAsync("referrerpolicy", "no-referrer");
        }
        await Assertions.Expect(page.Page.Locator("img[src*=none]")).ToHaveClassAsync("failed");
        await Assertions.Expect(page.Page.Locator("img[src*='poster.png']")).ToBeVisibleAsync();
        var boxes = await page.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.poster')].map(p => p.getBoundingClientRect().width)");
        Assert.Single(boxes.Distinct());
    }

    [Fact]
    public async Task Card_ThatGoesOnToAnotherFilm_LosesThePictureAtOnce()
    {
        await using var page = await browser.OpenAsync(hasPictures: true);
        await page.GoAsync("/");
        foreach (var name in new[] { "one", "two" })
        {
            await page.Page.RouteAsync(new Regex($"/movies\\?q={name}&"), route => route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = $$"""{"items":[{"id":"2001-{{name}}","title":"{{name}}","year":2001,"cast":[],"genres":[],"thumbnail":"https://pictures.example/{{name}}.png"}],"facets":{},"total":1,"page":1,"page_size":20,"has_more":false}""",
            }));
        }
        await page.Text.FillAsync("one");
        await page.ShownAsync("q=one");
        await page.Page.EvaluateAsync(
            """
            () => {
              window.card = document.querySelector('.film');
              window.wrong = 0;
              new MutationObserver(() => { if (card.dataset.id.endsWith('two') && card.querySelector('img[src*=one]')) window.wrong++; })
                .observe(card, { attributes: true, childList: true, subtree: true });
            }
            """);
        await page.Text.FillAsync("two");
        await page.ShownAsync("q=two");
        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.querySelector('.film') === window.card"));
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => window.wrong"));
        await Assertions.Expect(page.Page.Locator(".film img")).ToHaveAttributeAsync("src", new Regex("two"));
    }
}
