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

    /// <summary>How many times what is promised a keystroke may take: some on a machine that seems quiet (one process waits less than the four that a
    /// keystroke needs), and where others take the processors, only so many that it would be no noise.</summary>
    private static double Slack(double bare) => bare <= QuietAt ? 8 : 20;

    /// <summary>Empty requests after each word.</summary>
    private const int Bare = 5;

    private static readonly string[] Words =
        ["the matrix", "keanu reeves", "casablanca", "love and war", "western sheriff", "haunted house", "tom hanks", "new york city", "a night in"];

    /// <summary>Milliseconds from one key to the next, as of somebody who types fast. The page has no more peace than that: counts, suggestions and the
    /// address bar of one letter come before the next one or not at all.</summary>
    private const float Pace = 150;

    /// <summary>The steps of a keystroke, in their order; what is left of the whole is waiting for a frame.</summary>
    private static readonly string[] Steps = ["asked for", "answered", "drawn", "laid out and painted"];

    // A keystroke begins when the browser is told of the key, which is before the page is. It ends when the frame that has the films in sight has been
    // handed over to be put on the screen: in the first task behind the frame. What a graphics processor would do then is not in it.
    private const string Measure =
        """
        () => {
          window.times = [];
          const results = document.getElementById('results');
          const asked = () => performance.getEntriesByType('resource').findLast((one) => /\/movies\?(?!.*facets)/.test(one.name));
          const behindFrame = (done) => requestAnimationFrame(() => {
            const frame = performance.now();
            scheduler.postTask(() => done(frame), { priority: 'user-blocking' });
          });
          // A letter of which the next one comes before its films waits for theirs.
          let waiting = [];
          addEventListener('keydown', (event) => waiting.push(event.timeStamp), true);
          new MutationObserver(() => {
            const [pressed, drawn] = [waiting, performance.now()];
            waiting = [];
            if (pressed.length > 0) behindFrame((frame) => {
              const [now, request, last] = [performance.now(), asked(), pressed.at(-1)];
              const steps = [request.startTime - last, request.responseEnd - request.startTime, drawn - request.responseEnd, now - frame];
              for (const since of pressed) window.times.push([now - since, ...(since === last ? steps : [])]);
              performance.clearResourceTimings();
            });
          }).observe(results, { attributeFilter: ['data-seen'] });
          window.least = async () => {
            const begun = performance.now();
            await (await fetch('/livez', { cache: 'no-store' })).text();
            await new Promise(behindFrame);
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

    /// <summary>Types all words, letter by letter.</summary>
    /// <returns>Milliseconds of empty requests and frames between the words.</returns>
    private static async Task<List<double>> TypeAsync(BrowserPage page)
    {
        var least = new List<double>();
        foreach (var word in Words)
        {
            await page.Text.PressSequentiallyAsync(word, new() { Delay = Pace });
            await page.CountsShownAsync("q=" + word);
            for (var i = 0; i < Bare; i++)
                least.Add(await page.Page.EvaluateAsync<double>("() => window.least()"));
            await page.Text.FillAsync("");
            await page.CountsShownAsync("");
        }
        return least;
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);

    private static double Late(double[] times) => times.Order().ElementAt((int)(times.Length * 0.95));
}
