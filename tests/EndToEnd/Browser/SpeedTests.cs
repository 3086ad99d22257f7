using System.Globalization;

namespace MovieGrains.EndToEnd.Browser;

/// <summary>From a keystroke to its results on the screen, as the browser measures it.</summary>
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
          let pressed = 0;
          document.getElementById('text').addEventListener('input', (event) => { pressed = event.timeStamp; }, true);
          new MutationObserver(() => {
            const since = pressed;
            requestAnimationFrame(() => setTimeout(() => { if (since > 0) { window.times.push(performance.now() - since); pressed = 0; tell(); } }));
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
        var real = Environment.GetEnvironmentVariable("MOVIES_REAL_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(real), "MOVIES_REAL_DATA names no folder with the real movie set.");
        await using var movies = await StandaloneProcess.StartAsync("--source", real);
        await using var page = await browser.OpenAsync(movies: movies, isWatched: false);
        await page.GoAsync("/");
        await page.Page.EvaluateAsync(Measure);
        await page.Text.FocusAsync();
        var pressed = 0;
        var least = new List<double>();
        foreach (var word in Words)
        {
            foreach (var letter in word)
            {
                await page.Page.Keyboard.PressAsync(letter is ' ' ? "Space" : letter.ToString());
                pressed++;
                await page.Page.EvaluateAsync("n => window.seen(n)", pressed);
            }
            for (var i = 0; i < word.Length; i++)
                least.Add(await page.Page.EvaluateAsync<double>("() => window.least()"));
            await page.Text.FillAsync("");
            pressed++;
            await page.Page.EvaluateAsync("n => window.seen(n)", pressed);
        }
        var times = await page.Page.EvaluateAsync<double[]>("() => window.times");
        var (late, bare) = (Late(times), Late([.. least]));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times.Length} keystrokes to results on the screen: p50 {Median(times):0.0} ms, p95 {late:0.0} ms; an empty request and a frame: p95 {bare:0.0} ms"));
        await page.ShootAsync("real-1280-light");
        Assert.True(times.Length >= 100);
        Assert.True(late <= Promised * Slack(bare), $"p95 is {late:0.0} ms, where an empty request and a frame take {bare:0.0} ms");
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);

    private static double Late(double[] times) => times.Order().ElementAt((int)(times.Length * 0.95));
}
