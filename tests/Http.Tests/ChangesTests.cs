using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MovieGrains.Catalog.Changes;
using MovieGrains.Http.Changes;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed class ChangesTests
{
    private readonly FakeFeed _feed = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Get_WithoutAPosition_BeginsNowAndSaysWhere()
    {
        await using var surface = await StartAsync();
        _feed.Add(ChangeKind.Added, "1999-before");
        using var response = await surface.StreamAsync("/changes");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", SurfaceTests.Header(response, "Cache-Control"));
        Assert.Equal("no", SurfaceTests.Header(response, "X-Accel-Buffering"));
        Assert.Equal("*", SurfaceTests.Header(response, "Access-Control-Allow-Origin"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        using var events = await ReadAsync(response);
        Assert.Equal(": changes follow\nretry: 2000\nid: e-1", await events.BlockAsync());
        _feed.Add(ChangeKind.Updated, "1999-b", "dröp \"1\"\r\n\ndata: x");
        Assert.Equal(
            "id: e-2\nevent: updated\n" + """data: {"kind":"updated","id":"1999-b","generation":2,"source":"dröp \"1\"\r\n\ndata: x"}""",
            await events.BlockAsync());
    }

    [Fact]
    public async Task Get_ChangeOfAFolder_DoesNotTellWhereThatIs()
    {
        await using var surface = await StartAsync();
        using var response = await surface.StreamAsync("/changes");
        using var events = await ReadAsync(response);
        await events.BlockAsync();
        _feed.Add(ChangeKind.Updated, "1999-b", "/srv/private/drops");
        Assert.EndsWith("""generation":1,"source":"drops"}""", await events.BlockAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CodingWanted_IsNotCoded()
    {
        await using var surface = await StartAsync();
        using var response = await surface.StreamAsync("/changes", ("Accept-Encoding", "gzip, br"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Get_SeveralListeners_EachGetsAllInOrder()
    {
        await using var surface = await StartAsync();
        var listeners = new List<EventReader>();
        for (var i = 0; i < 20; i++)
        {
            listeners.Add(await ReadAsync(await surface.StreamAsync("/changes")));
            await listeners[^1].BlockAsync();
        }
        _feed.Add(ChangeKind.Added, "a");
        _feed.Add(ChangeKind.Updated, "a");
        _feed.Add(ChangeKind.Deleted, "a");
        foreach (var events in listeners)
        {
            for (var i = 1; i <= 3; i++)
                Assert.StartsWith($"id: e-{i}\nevent: {(i == 1 ? "added" : i == 2 ? "updated" : "deleted")}\n", await events.BlockAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(20, await ListenersAsync(surface));
        listeners.ForEach(events => events.Dispose());
    }

    [Theory]
    [InlineData("/changes", "e-1")]
    [InlineData("/changes?last_event_id=e-1", null)]
    [InlineData("/changes?last_event_id=e-3", "e-1")]
    [InlineData("/changes?last_event_id=e-1", "")]
    public async Task Get_WithAPosition_GoesOnAfterIt(string target, string? header)
    {
        await using var surface = await StartAsync();
        for (var i = 1; i <= 3; i++)
            _feed.Add(ChangeKind.Added, $"m{i}");
        using var response = await surface.StreamAsync(target, [.. header is null ? [] : new[] { ("Last-Event-ID", header) }]);
        using var events = await ReadAsync(response);
        Assert.EndsWith("\nid: e-1", await events.BlockAsync(), StringComparison.Ordinal);
        Assert.Contains("\"m2\"", await events.BlockAsync(), StringComparison.Ordinal);
        Assert.Contains("\"m3\"", await events.BlockAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AfterADropBeforeTheFirstChange_LosesNothing()
    {
        await using var surface = await StartAsync();
        string position;
        using (var first = await ReadAsync(await surface.StreamAsync("/changes")))
            position = (await first.BlockAsync())!.Split("id: ")[1];
        _feed.Add(ChangeKind.Added, "meanwhile");
        using var again = await ReadAsync(await surface.StreamAsync("/changes", ("Last-Event-ID", position)));
        await again.BlockAsync();
        Assert.Contains("\"meanwhile\"", await again.BlockAsync(), StringComparison.Ordinal);
    }

    /// <summary>A position after which nothing has happened yet: the feed says nothing, and the stream begins all the same.</summary>
    [Fact]
    public async Task Get_AtTheEnd_BeginsOnceTheFeedHasNotRefused()
    {
        await using var surface = await StartAsync();
        var request = surface.StreamAsync("/changes?last_event_id=e-0");
        await _time.SetAsync(ChangeStream.Verdict);
        Assert.False(request.IsCompleted);
        _time.Advance(ChangeStream.Verdict);
        using var response = await request;
        using var events = await ReadAsync(response);
        await events.BlockAsync();
        _feed.Add(ChangeKind.Added, "m1");
        Assert.Contains("\"m1\"", await events.BlockAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/changes?last_event_id=nonsense", null, "last_event_id")]
    [InlineData("/changes?last_event_id=e-1%0Adata:%20x", null, "last_event_id")]
    [InlineData("/changes", "e 1", "Last-Event-ID")]
    [InlineData("/changes?last_event_id=e-1", "x-1", "Last-Event-ID")]
    [InlineData("/changes?last_event_id=e-1&last_event_id=e-1", null, "last_event_id")]
    [InlineData("/changes?last_event=e-1", null, "last_event")]
    public async Task Get_BadPosition_400(string target, string? header, string parameter)
    {
        await using var surface = await StartAsync();
        using var response = await surface.GetAsync(target, [.. header is null ? [] : new[] { ("Last-Event-ID", header) }]);
        var problem = await TestSurface.ProblemAsync(response, 400);
        Assert.Equal(parameter, problem.GetProperty("errors")[0].GetProperty("parameter").GetString());
        Assert.Equal(0, await ListenersAsync(surface));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_ForgottenPosition_410(bool later)
    {
        await using var surface = await StartAsync();
        _feed.Add(ChangeKind.Added, "a");
        _feed.Forget();
        var gate = new TaskCompletionSource();
        _feed.Gate = later ? gate.Task : null;
        var request = surface.GetAsync("/changes", ("Last-Event-ID", "e-1"));
        if (later)
            await _time.SetAsync(ChangeStream.Verdict);
        gate.SetResult();
        using var response = await request;
        var problem = await TestSurface.ProblemAsync(response, 410);
        Assert.Equal("urn:moviegrains:problem:changes-expired", problem.GetProperty("type").GetString());
        Assert.Contains("/export", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await ListenersAsync(surface));
    }

    [Fact]
    public async Task Stream_ForgottenMidway_SaysSoAndEnds()
    {
        await using var surface = await StartAsync();
        using var events = await ReadAsync(await surface.StreamAsync("/changes"));
        await events.BlockAsync();
        _feed.Forget();
        Assert.Equal("event: expired\ndata: {\"type\":\"urn:moviegrains:problem:changes-expired\"}", await events.BlockAsync());
        Assert.Null(await events.BlockAsync());
    }

    [Fact]
    public async Task Stream_WithoutChanges_HasAHeartbeat()
    {
        await using var surface = await StartAsync();
        using var events = await ReadAsync(await surface.StreamAsync("/changes"));
        await events.BlockAsync();
        await _time.SetAsync(ChangeFollower.Heartbeat);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(ChangeFollower.Heartbeat);
            Assert.Equal(":", await events.BlockAsync());
        }
        _feed.Add(ChangeKind.Added, "a");
        Assert.StartsWith("id: e-1\n", await events.BlockAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithListeners_EndsTheirStreamsAtOnce()
    {
        await using var surface = await StartAsync();
        using var events = await ReadAsync(await surface.StreamAsync("/changes"));
        await events.BlockAsync();
        await surface.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Null(await events.BlockAsync());
        Assert.Equal(0, _feed.Reading);
        Assert.Empty(surface.Log.Lines);
    }

    [Fact]
    public async Task Get_WhileStopping_503()
    {
        await using var surface = await StartAsync();
        surface.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        foreach (var target in new[] { "/changes", "/changes?last_event_id=e-0" })
            await surface.ProblemAsync(target, 503);
    }

    [Fact]
    public async Task Client_Gone_GivesItsPlaceBack()
    {
        await using var surface = await StartAsync();
        using (var events = await ReadAsync(await surface.StreamAsync("/changes")))
            await events.BlockAsync();
        while (_feed.Reading > 0)
            await Task.Yield();
        while (await ListenersAsync(surface) > 0)
            await Task.Yield();
        await surface.StopAsync();
        Assert.Empty(surface.Log.Lines);
    }

    [Fact]
    public async Task Client_ThatStopsReading_IsCutOff()
    {
        await using var surface = await StartAsync();
        using var response = await surface.StreamAsync("/changes");
        var source = new string('x', 1 << 20);
        var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[10]);
        for (var i = 0; i < 64; i++)
            _feed.Add(ChangeKind.Added, "m", source);
        while (await ListenersAsync(surface) > 0)
        {
            _time.Advance(Answers.StreamedBody.Patience);
            await Task.Yield();
        }
        await Assert.ThrowsAnyAsync<Exception>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Get_TooManyListeners_503()
    {
        await using var surface = await StartAsync();
        var places = surface.Services.GetRequiredService<ChangeListeners>();
        for (var i = 0; i < ChangeListeners.Most; i++)
            Assert.True(places.TryEnter());
        using (var refused = await surface.GetAsync("/changes"))
        {
            Assert.Equal("1", SurfaceTests.Header(refused, "Retry-After"));
            var problem = await TestSurface.ProblemAsync(refused, 503);
            Assert.Equal("urn:moviegrains:problem:too-many-listeners", problem.GetProperty("type").GetString());
        }
        places.Leave();
        using var taken = await surface.StreamAsync("/changes");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Head_Changes_HasTheHeadersAndTakesNoPlace()
    {
        await using var surface = await StartAsync();
        using var response = await surface.SendAsync(HttpMethod.Head, "/changes");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(0, await ListenersAsync(surface));
    }

    [Fact]
    public async Task Get_WithoutAFeed_404()
    {
        await using var surface = await TestSurface.StartAsync();
        var problem = await surface.ProblemAsync("/changes", 404);
        Assert.Equal("urn:moviegrains:problem:no-change-feed", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Get_BeforeTheFirstLoad_503()
    {
        await using var surface = await TestSurface.StartAsync(loaded: false);
        await surface.ProblemAsync("/changes", 503);
    }

    private Task<TestSurface> StartAsync() =>
        TestSurface.StartAsync(add: services => services.AddSingleton<IChangeFeed>(_feed).AddSingleton<TimeProvider>(_time));

    private static async Task<EventReader> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new EventReader(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<double> ListenersAsync(TestSurface surface) =>
        MetricsTests.Parse(await surface.Client.GetStringAsync("/metrics"))["movies_change_listeners"];
}
