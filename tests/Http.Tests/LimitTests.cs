using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Access;
using MovieGrains.Http.Throttling;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed class LimitTests
{
    private static readonly RateLimit Three = new(3, TimeSpan.FromSeconds(6));

    [Fact]
    public void Take_OfABucket_IsWhatItHoldsAndThenWhatComesBack()
    {
        var time = new ManualTime();
        var buckets = new TokenBuckets(Three, 4, time);
        Assert.Equal([(true, 2, 2), (true, 1, 4), (true, 0, 6), (false, 0, 2), (false, 0, 2)], Take(5));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([(false, 0, 1)], Take(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([(true, 0, 6), (false, 0, 2)], Take(2));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([(true, 2, 2), (true, 1, 4), (true, 0, 6), (false, 0, 2)], Take(4));
        Assert.True(buckets.Take(2).IsTaken);
        (bool, int, int)[] Take(int times) => [.. Enumerable.Range(0, times).Select(_ => buckets.Take(1)).Select(lease => (lease.IsTaken, lease.Remaining, lease.Seconds))];
    }

    [Fact]
    public void Take_ByManyAtOnce_GivesNoMoreThanThereAre()
    {
        var buckets = new TokenBuckets(new RateLimit(1000, TimeSpan.FromSeconds(60)), 4, new ManualTime());
        var taken = 0;
        Parallel.For(0, 5000, _ =>
        {
            if (buckets.Take(1).IsTaken)
                Interlocked.Increment(ref taken);
        });
        Assert.Equal(1000, taken);
    }

    [Theory]
    [InlineData("600/60", 600, 60)]
    [InlineData("1000000/86400", 1_000_000, 86_400)]
    [InlineData("1/1", 1, 1)]
    public void TryParse_Limit_IsRead(string text, int requests, int seconds) =>
        Assert.Equal(new RateLimit(requests, TimeSpan.FromSeconds(seconds)), RateLimit.TryParse(text));

    [Theory]
    [InlineData("600")]
    [InlineData("/60")]
    [InlineData("600/")]
    [InlineData("0/1")]
    [InlineData("1/0")]
    [InlineData("-1/1")]
    [InlineData("1000001/1")]
    [InlineData("1/86401")]
    [InlineData("1/1/1")]
    public void TryParse_AnythingElse_IsNone(string text) => Assert.Null(RateLimit.TryParse(text));

    [Fact]
    public async Task Address_OverItsLimit_Is429WithHeaders()
    {
        await using var surface = await StartAsync(new AccessPolicy { PerAddress = Three });
        foreach (var (left, full) in new[] { (2, 2), (1, 4), (0, 6) })
        {
            using var response = await surface.GetAsync("/movies");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("\"address\";q=3;w=6", SurfaceTests.Header(response, "RateLimit-Policy"));
            Assert.Equal($"\"address\";r={left};t={full}", SurfaceTests.Header(response, "RateLimit"));
        }
        foreach (var path in new[] { "/movies", "/", "/docs/index.html", "/no-such-path", "/movies?bad=1" })
        {
            using var response = await surface.GetAsync(path);
            var problem = await TestSurface.ProblemAsync(response, 429);
            Assert.Equal("urn:moviegrains:problem:too-many-requests", problem.GetProperty("type").GetString());
            Assert.Equal("2", SurfaceTests.Header(response, "Retry-After"));
            Assert.Equal("\"address\";r=0;t=2", SurfaceTests.Header(response, "RateLimit"));
        }
        using var post = await surface.WriteAsync("POST", "/movies", "{}");
        await TestSurface.ProblemAsync(post, 429);
        Assert.Equal(0, surface.Writer.Commits);
        foreach (var probe in new[] { "/livez", "/readyz", "/metrics" })
        {
            using var response = await surface.GetAsync(probe);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Problem_WithinTheLimit_TellsWhatIsLeft()
    {
        await using var surface = await StartAsync(new AccessPolicy { PerAddress = Three });
        using var response = await surface.GetAsync("/movies?bad=1");
        await TestSurface.ProblemAsync(response, 400);
        Assert.Equal("\"address\";r=2;t=2", SurfaceTests.Header(response, "RateLimit"));
    }

    [Fact]
    public async Task Keys_EachHasItsOwn_AndAWrongOneTheAddresses()
    {
        var policy = new AccessPolicy { Keys = [Key("a"), Key("b")], PerAddress = new RateLimit(2, Three.Window), PerKey = Three };
        await using var surface = await StartAsync(policy);
        foreach (var key in new[] { "a", "b" })
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal("\"key\";q=3;w=6", await PolicyAsync(surface, key, 200));
            Assert.Equal("\"key\";q=3;w=6", await PolicyAsync(surface, key, 429));
        }
        for (var i = 0; i < 2; i++)
            Assert.Equal("\"address\";q=2;w=6", await PolicyAsync(surface, $"wrong {i}", 200));
        Assert.Equal("\"address\";q=2;w=6", await PolicyAsync(surface, "wrong", 429));
        Assert.Equal("\"address\";q=2;w=6", await PolicyAsync(surface, "", 429));
    }

    [Fact]
    public async Task NoLimits_NoHeaders()
    {
        await using var surface = await TestSurface.StartAsync();
        using var response = await surface.GetAsync("/movies");
        Assert.False(response.Headers.Contains("RateLimit"));
        Assert.False(response.Headers.Contains("RateLimit-Policy"));
    }

    [Theory]
    [InlineData("192.0.2.1", null, "192.0.2.1")]
    [InlineData("192.0.2.1", "198.51.100.7", "192.0.2.1")]
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.7", "198.51.100.7")]
    [InlineData("::ffff:10.0.0.1", "1.2.3.4, 198.51.100.7 , 10.0.0.2", "198.51.100.7")]
    [InlineData("10.0.0.1", "forged, 198.51.100.7", "198.51.100.7")]
    [InlineData("10.0.0.1", "198.51.100.7, forged", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "2001:db8::1", "2001:db8::1")]
    public void Address_ThroughProxies_IsThatOfTheFirstWhoIsNotTrusted(string remote, string? forwarded, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        if (forwarded is not null)
            context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(IPAddress.Parse(expected), ClientAddress.Of(context, [IPNetwork.Parse("10.0.0.0/8")]));
    }

    [Fact]
    public async Task Addresses_BehindATrustedProxy_AreToldApart()
    {
        await using var surface = await StartAsync(new AccessPolicy { PerAddress = new RateLimit(1, Three.Window), TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        var statuses = new List<HttpStatusCode>();
        foreach (var client in new[] { "192.0.2.1", "192.0.2.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1" })
        {
            using var response = await surface.GetAsync("/movies", ("X-Forwarded-For", client));
            statuses.Add(response.StatusCode);
        }
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], statuses);
    }

    // Time stands still but for what a test says: no token comes back by itself.
    private static Task<TestSurface> StartAsync(AccessPolicy policy) =>
        TestSurface.StartAsync(protection: policy, add: static services => services.AddSingleton<TimeProvider>(new ManualTime()));

    private static async Task<string> PolicyAsync(TestSurface surface, string key, int status)
    {
        using var response = await surface.GetAsync("/movies", ("X-Api-Key", key));
        Assert.Equal(status, (int)response.StatusCode);
        return SurfaceTests.Header(response, "RateLimit-Policy");
    }

    private static ApiKey Key(string name) => ApiKey.Of(name, ApiKey.Hash(name), Scopes.Read, until: null);
}
