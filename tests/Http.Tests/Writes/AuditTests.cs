using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Access;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests.Writes;

/// <summary>A line for each write: who, what, and what became of it; nothing of what was written.</summary>
public sealed class AuditTests
{
    private const string Body = """{"title":"Something Secret","year":1999}""";

    private static readonly AccessPolicy Alice = new() { Keys = [ApiKey.Of("alice", ApiKey.Hash("the key"), ApiKey.UsualScopes, until: null)] };

    [Theory]
    [InlineData("POST", "/movies", "alice POST /movies ")]
    [InlineData("PUT", "/movies/1999-abc", "alice PUT /movies/{id} 1999-abc: ")]
    [InlineData("PATCH", "/movies/1999-abc", "alice PATCH /movies/{id} 1999-abc: ")]
    [InlineData("DELETE", "/movies/1999-abc", "alice DELETE /movies/{id} 1999-abc: ")]
    [InlineData("POST", "/movies?bad=1", "alice POST /movies -: bad-parameter (400), from 127.0.0.1")]
    [InlineData("PUT", "/movies/a%0Ab?bad=1", "alice PUT /movies/{id} a?b: bad-parameter (400), from ")]
    public async Task Write_WithAKey_IsToldWithItsName(string method, string path, string expected)
    {
        await using var surface = await TestSurface.StartAsync(protection: Alice);
        using var response = await surface.WriteAsync(method, path, Body, headers: ("X-Api-Key", "the key"));
        var line = await LineAsync(surface);
        Assert.StartsWith("Information: " + expected, line, StringComparison.Ordinal);
        Assert.Contains($"({(int)response.StatusCode})", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", line, StringComparison.Ordinal);
        Assert.DoesNotContain("the key", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line.TrimEnd());
    }

    [Fact]
    public async Task Write_Refused_IsToldToo()
    {
        await using var surface = await TestSurface.StartAsync(protection: Alice);
        using var response = await surface.WriteAsync("DELETE", "/movies/1999-abc", "", headers: ("X-Api-Key", "another"));
        Assert.StartsWith("Information: (nobody known) DELETE /movies/{id} -: key-invalid (401), from 127.0.0.1", await LineAsync(surface), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WithoutKeys_IsToldWithItsAddress()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.WriteAsync("POST", "/movies", Body);
        var line = await LineAsync(surface);
        Assert.StartsWith("Information: (no keys) POST /movies ", line, StringComparison.Ordinal);
        Assert.EndsWith("(201), from 127.0.0.1", line.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notification_Taken_IsToldWithItsFiles()
    {
        await using var surface = await TestSurface.StartAsync(add: static services => services.AddSingleton<INotificationQueue>(new FakeQueue()));
        using var response = await surface.WriteAsync("POST", "/ingest/notifications", """{"bucket":"drops","key":"movies.json"}""");
        Assert.Contains("POST /ingest/notifications", await LineAsync(surface), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfWhateverKind_IsNotTold()
    {
        await using var surface = await TestSurface.StartAsync();
        foreach (var target in new[] { "/movies", "/movies?bad=1", "/ingest/files", "/nothing" })
            (await surface.GetAsync(target)).Dispose();
        Assert.Empty(surface.Log.Audit.Lines);
    }

    // The line is written after the answer has gone.
    private static async Task<string> LineAsync(TestSurface surface)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (surface.Log.Audit.Lines.Count == 0)
            await timer.WaitForNextTickAsync(patience.Token);
        return Assert.Single(surface.Log.Audit.Lines);
    }
}
