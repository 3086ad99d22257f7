using System.Reflection;
using Microsoft.Playwright;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>One browser, and one Standalone over the sample and some awkward movies, for all tests of the page; and one over the real set.</summary>
public sealed class BrowserOfTests : IAsyncLifetime
{
    private const string Variable = "MOVIES_CHROMIUM", RealVariable = "MOVIES_REAL_DATA";

    private readonly DropFolder _folder = new();
    private readonly Dictionary<(StandaloneProcess Movies, bool HasScript), IBrowserContext> _contexts = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private StandaloneProcess? _movies;
    private Task<StandaloneProcess>? _real;

    /// <summary>The process that serves the page.</summary>
    internal StandaloneProcess Movies => _movies!;

    /// <summary>The folder that it reads.</summary>
    internal DropFolder Folder => _folder;

    /// <summary>Where pictures of the page are kept after the run.</summary>
    internal static string Screenshots { get; } = Metadata("Screenshots");

    /// <summary>Starts them, where there is a browser.</summary>
    public async ValueTask InitializeAsync()
    {
        if (FindChromium() is not { } chromium)
            return;
        foreach (var file in Directory.EnumerateFiles(Metadata("Sample"), "*json"))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        _folder.Drop("awkward.json", AwkwardMovies.Json);
        var movies = StandaloneProcess.StartAsync("--source", _folder.Path, "--poll", "0.1");
        _playwright = await Playwright.CreateAsync();
        // As root, as in a container, chromium has no sandbox of its own. And no other host is there for it. A process for each page would take as
        // long to come up as most tests take.
        var launch = new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox", "--process-per-site", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"] };
        _browser = await _playwright.Chromium.LaunchAsync(launch);
        _movies = await movies;
        if (Environment.GetEnvironmentVariable(RealVariable) is { Length: > 0 } real)
            _real = StandaloneProcess.StartAsync("--source", real);
    }

    /// <summary>A process that serves the real set; null where there is none. Started when the tests begin, as it takes its time.</summary>
    internal Task<StandaloneProcess>? Real => _real;

    /// <summary>Opens an empty page. Pages share what browsers keep of files that never change, and nothing else.</summary>
    /// <param name="width">Of the window.</param>
    /// <param name="hasScript">Whether scripts run.</param>
    /// <param name="movies">What serves it, if not the process of all tests.</param>
    /// <param name="hasPictures">Whether pictures of other hosts come, which costs every request its time; else they fail.</param>
    internal async Task<BrowserPage> OpenAsync(int width = 1280, bool hasScript = true, StandaloneProcess? movies = null, bool hasPictures = false)
    {
        Assert.SkipWhen(_browser is null, "Chromium is not installed; ./movies test installs it.");
        var key = (movies ?? Movies, hasScript);
        if (!_contexts.TryGetValue(key, out var context))
        {
            _contexts.Add(key, context = await _browser.NewContextAsync(new BrowserNewContextOptions
            {
                BaseURL = key.Item1.Client.BaseAddress!.ToString(),
                JavaScriptEnabled = hasScript,
            }));
            // Never closed, so that the process that draws this site's pages stays for the next.
            await (await context.NewPageAsync()).GotoAsync("/livez");
        }
        return await BrowserPage.OpenAsync(context, width, hasPictures);
    }

    /// <summary>Ends all.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_movies is not null)
            await _movies.DisposeAsync();
        if (_real is not null)
            await (await _real).DisposeAsync();
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
