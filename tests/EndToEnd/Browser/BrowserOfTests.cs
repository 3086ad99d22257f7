using System.Reflection;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>One browser, and one Standalone over the sample and some awkward movies, for all tests of the page.</summary>
public sealed class BrowserOfTests : IAsyncLifetime
{
    private const string Variable = "MOVIES_CHROMIUM";

    private readonly DropFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private StandaloneProcess? _movies;

    /// <summary>The process that serves the page.</summary>
    internal StandaloneProcess Movies => _movies!;

    /// <summary>The folder that it reads.</summary>
    internal DropFolder Folder => _folder;

    /// <summary>Where pictures of the page are kept after the run.</summary>
    internal static string Screenshots { get; } = Metadata("Screenshots");

    /// <summary>Starts both, where there is a browser.</summary>
    public async ValueTask InitializeAsync()
    {
        if (FindChromium() is not { } chromium)
            return;
        foreach (var file in Directory.EnumerateFiles(Metadata("Sample"), "*json"))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        _folder.Drop("awkward.json", AwkwardMovies.Json);
        _playwright = await Playwright.CreateAsync();
        // As root, as in a container, chromium has no sandbox of its own. And no other host is there for it.
        var launch = new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"] };
        _browser = await _playwright.Chromium.LaunchAsync(launch);
        _movies = await StandaloneProcess.StartAsync("--source", _folder.Path, "--poll", "0.1");
    }

    /// <summary>Opens an empty page with nothing remembered.</summary>
    /// <param name="width">Of the window.</param>
    /// <param name="hasScript">Whether scripts run.</param>
    /// <param name="movies">What serves it, if not the process of all tests.</param>
    /// <param name="isWatched">Whether requests to other hosts are seen to, which costs every request its time.</param>
    internal async Task<BrowserPage> OpenAsync(int width = 1280, bool hasScript = true, StandaloneProcess? movies = null, bool isWatched = true)
    {
        Assert.SkipWhen(_browser is null, "Chromium is not installed; ./movies test installs it.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = (movies ?? Movies).Client.BaseAddress!.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            JavaScriptEnabled = hasScript,
        });
        return await BrowserPage.OpenAsync(context, isWatched);
    }

    /// <summary>Ends both.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_movies is not null)
            await _movies.DisposeAsync();
        _folder.Dispose();
    }

    private static string? FindChromium()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        string[] known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return known.FirstOrDefault(File.Exists);
    }

    private static string Metadata(string key) =>
        typeof(BrowserOfTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

/// <summary>Tests that share the browser; one after the other, as they share two processors as well.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserOfTests>
{
    public const string Name = "Browser";
}
