using System.Globalization;
using System.Text.Json;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>From a keystroke to its results on the screen, as the browser measures it, and where that time goes.</summary>
[Collection(BrowserTests.Name)]
public sealed class SpeedTests(BrowserOfTests browser, ITestOutputHelper output)
{
    /// <summary>What is promised, in milliseconds, where nothing else runs on the machine.</summary>
    private const double Promised = 50;

    /// <summary>On a quiet machine an empty request and a frame take no more milliseconds than this: a frame, and a little.</summary>
    private const double QuietAt = 22;

    /// <summary>How many times what is promised a keystroke may take: a few on a quiet machine, and where others take the processors, only so
    /// many that it would be no noise.</summary>
    private static double Slack(double bare) => bare <= QuietAt ? 4 : 20;

    private static readonly string[] Words =
        ["the matrix", "keanu reeves", "casablanca", "love and war", "western sheriff", "haunted house", "tom hanks", "new york city", "a night in"];

    /// <summary>The steps of a keystroke, in their order; what is left of the whole is waiting for a frame.</summary>
    private static readonly string[] Steps = ["sent", "answered", "drawn", "laid out and painted"];

    // A keystroke ends when the frame that has its results has been handed over: after the frame's callbacks, and a task behind them.
    private const string Measure =
        """
        () => {
          window.times = [];
          let waiting = null;
          // Told, not asked for again and again, which would cost the page the time that is measured.
          window.seen = (count) => new Promise((done) => { waiting = { count, done }; tell(); });
          const tell = () => { if (waiting && window.times.length >= waiting.count) waiting.done(); };
          const results = document.getElementById('results');
          const asked = () => performance.getEntriesByType('resource').findLast((one) => /\/movies\?(?!.*facets)/.test(one.name));
          let pressed = 0;
          document.getElementById('text').addEventListener('input', (event) => { pressed = event.timeStamp; }, true);
          new MutationObserver(() => {
            const since = pressed;
            const shown = performance.now();
            requestAnimationFrame(() => {
              const frame = performance.now();
              setTimeout(() => {
                if (since === 0) return;
                const [now, request] = [performance.now(), asked()];
                // Of a search that was kept, nothing is asked.
                const isAsked = request !== undefined && request.startTime >= since;
                window.times.push([now - since, ...(isAsked ? [request.startTime - since, request.responseEnd - request.startTime, shown - request.responseEnd, now - frame] : [])]);
                performance.clearResourceTimings();
                pressed = 0;
                tell();
              });
            });
          }).observe(results, { attributeFilter: ['data-shown'] });
          window.least = async () => {
            const begun = performance.now();
            await (await fetch('/livez')).text();
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
            return performance.now() - begun;
          };
        }
        """;

    [Fact]
    public async Task Keystrokes_OverTheRealSet_AreOnTheScreenAtOnce()
    {
        Assert.SkipWhen(browser.Real is null, "MOVIES_REAL_DATA names no folder with the real movie set, or there is no browser.");
        await using var page = await browser.OpenAsync(movies: await browser.Real);
        await page.GoAsync("/");
        await page.Page.EvaluateAsync(Measure);
        await page.Text.FocusAsync();
        var least = await TypeAsync(page);
        var times = (await page.Page.EvaluateAsync<JsonElement>("() => window.times")).EnumerateArray()
            .Select(static one => one.EnumerateArray().Select(static step => step.GetDouble()).ToArray()).ToList();
        double[] whole = [.. times.Select(static one => one[0])];
        var (late, bare) = (Late(whole), Late([.. least]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times.Count} keystrokes to results on the screen: p50 {Median(whole):0.0} ms, p95 {late:0.0} ms; an empty request and a frame: p50 {Median([.. least]):0.0} ms, p95 {bare:0.0} ms"));
        foreach (var (step, at) in Steps.Select(static (step, at) => (step, at + 1)))
        {
            double[] shares = [.. times.Where(one => one.Length > at).Select(one => one[at])];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step}: p50 {Median(shares):0.0} ms, p95 {Late(shares):0.0} ms"));
        }
        await page.ShootAsync("real-1280-light");
        Assert.True(times.Count >= 100);
        Assert.True(late <= Promised * Slack(bare), $"p95 is {late:0.0} ms, where an empty request and a frame take {bare:0.0} ms");
    }

    /// <summary>Types all words, letter by letter, each once the one before is on the screen.</summary>
    /// <returns>Milliseconds of empty requests and frames in between.</returns>
    private static async Task<List<double>> TypeAsync(BrowserPage page)
    {
        var pressed = 0;
        var least = new List<double>();
        foreach (var word in Words)
        {
            foreach (var letter in word)
            {
                await page.Page.Keyboard.PressAsync(letter is ' ' ? "Space" : letter.ToString());
                await page.Page.EvaluateAsync("n => window.seen(n)", ++pressed);
                if (pressed % 3 == 0)
                    least.Add(await page.Page.EvaluateAsync<double>("() => window.least()"));
            }
            await page.Text.FillAsync("");
            await page.Page.EvaluateAsync("n => window.seen(n)", ++pressed);
        }
        return least;
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);

    private static double Late(double[] times) => times.Order().ElementAt((int)(times.Length * 0.95));
}
