using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MovieGrains.Tests.S3;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>A page in the browser. Pictures of other hosts are answered here or fail; any other request to another host, any failure of a script and
/// any breach of the page's policy fails the test when it ends.</summary>
internal sealed partial class BrowserPage : IAsyncDisposable
{
    private const string Picture = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="300"><rect width="200" height="300" fill="#467"/></svg>""";

    private readonly List<string> _faults = [];

    /// <summary>Milliseconds that are waited for anything; many things run on a machine of tests.</summary>
    private readonly float _patience = 15_000;

    private BrowserPage(IPage page) => Page = page;

    public IPage Page { get; }

    public ILocator Text => Page.GetByRole(AriaRole.Combobox, new() { Name = "Search films" });

    public ILocator Total => Page.Locator("#total");

    public ILocator Films => Page.Locator(".film");

    public ILocator Titles => Page.Locator(".film h2 a");

    public ILocator Options => Page.Locator("#suggestions [role=option]");

    public ILocator Chips => Page.Locator(".chip");

    public static async Task<BrowserPage> OpenAsync(IBrowserContext context, int width, bool hasPictures)
    {
        var opened = new BrowserPage(await context.NewPageAsync());
        await opened.Page.SetViewportSizeAsync(width, 800);
        opened.Page.Request += (_, request) => opened.Watch(request);
        if (hasPictures)
            await opened.Page.RouteAsync(ElsewherePattern(), AnswerAsync);
        opened.Page.PageError += (_, error) => opened._faults.Add(error);
        opened.Page.Console += (_, message) =>
        {
            if (Breach().IsMatch(message.Text))
                opened._faults.Add(message.Text);
        };
        opened.Page.SetDefaultTimeout(opened._patience);
        return opened;
    }

    /// <summary>Goes to a page and waits until it shows what its URL says.</summary>
    public async Task GoAsync(string target)
    {
        await Page.GotoAsync(target);
        if (target.StartsWith("/status", StringComparison.Ordinal))
            await Page.Locator("#ledger li").First.WaitForAsync();
        else if (target.Contains("movie=", StringComparison.Ordinal))
            await Page.Locator("#movie[data-shown], #movie .trouble").First.WaitForAsync();
        else
            await Page.Locator("#results[data-shown], #results .trouble").First.WaitForAsync();
    }

    /// <summary>Waits until the list is that of a query.</summary>
    /// <param name="query">As the URL has it, its text decoded.</param>
    public Task ShownAsync(string query) => ShownAsync("results", query);

    /// <summary>Waits until the counts beside the list, which come after it, are those of a query.</summary>
    public Task CountsShownAsync(string query) => ShownAsync("facets", query);

    private Task<IJSHandle> ShownAsync(string element, string query) => Page.WaitForFunctionAsync(
        "([element, query]) => decodeURIComponent(document.getElementById(element).dataset.shown?.replaceAll('+', ' ') ?? 'nothing') === query",
        new[] { element, query });

    public Task SeesAsync(ILocator what, string text) => Assertions.Expect(what).ToHaveTextAsync(text, new() { Timeout = _patience });

    public Task SeesAsync(ILocator what, Regex text) => Assertions.Expect(what).ToHaveTextAsync(text, new() { Timeout = _patience });

    /// <summary>Waits until the address bar has a path and query, spelt as the page spells them.</summary>
    public Task HasUrlAsync(string target) => Assertions.Expect(Page).ToHaveURLAsync(target, new() { Timeout = _patience });

    /// <summary>Keeps a picture of what is seen.</summary>
    public Task ShootAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(BrowserOfTests.Screenshots, name + ".png") });

    /// <summary>What axe-core finds wrong with the page as it is.</summary>
    /// <param name="rules">The rules to hold it to; null for all.</param>
    public async Task<string[]> ViolationsAsync(params string[]? rules)
    {
        var axe = NpmTools.Find("axe-core");
        Assert.SkipWhen(axe is null, "axe-core is not installed; ./movies test installs it.");
        // Evaluated, not added to the page, whose policy allows no script but its own.
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
            await Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(axe, "axe.min.js")));
        return await Page.EvaluateAsync<string[]>(
            """
            async (rules) => (await axe.run({ resultTypes: ['violations'], preload: false, ...(rules.length === 0 ? {} : { runOnly: rules }) }))
              .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}: ${n.failureSummary}`))
            """,
            rules ?? []);
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        Assert.True(_faults.Count == 0, string.Join('\n', _faults));
    }

    private void Watch(IRequest request)
    {
        if (request.ResourceType is not "image" && ElsewherePattern().IsMatch(request.Url))
            _faults.Add($"A request to another host: {request.Url}");
    }

    private static Task AnswerAsync(IRoute route) => route.Request.Url.Contains("none", StringComparison.Ordinal)
        ? route.AbortAsync()
        : route.FulfillAsync(new() { ContentType = "image/svg+xml", Body = Picture });

    /// <summary>Every address but this machine's own, and those that are no request at all.</summary>
    [GeneratedRegex("^(?!http://127[.]0[.]0[.]1|data:|blob:|about:)", RegexOptions.None, 1000)]
    private static partial Regex ElsewherePattern();

    [GeneratedRegex("Content Security Policy|Trusted ?Type|violates", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Breach();
}
