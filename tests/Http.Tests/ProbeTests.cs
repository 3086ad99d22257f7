using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Tls;
using MovieGrains.Tests.Tls;

namespace MovieGrains.Http.Tests;

public sealed class ProbeTests : IAsyncLifetime
{
    private readonly WebApplication _asked = Server(tls: null);

    public async ValueTask InitializeAsync() => await _asked.StartAsync();

    public ValueTask DisposeAsync() => _asked.DisposeAsync();

    [Theory]
    [InlineData("/well", 0)]
    [InlineData("/ill", Failure.ExitCode)]
    public async Task Ask_ProcessThatAnswers_TellsByTheExitCode(string path, int exitCode) =>
        Assert.Equal(exitCode, await Probe.AskAsync([Probe.Option, _asked.Urls.First() + path]));

    [Fact]
    public async Task Ask_NobodyThere_Fails()
    {
        var url = _asked.Urls.First();
        await _asked.StopAsync();
        Assert.Equal(Failure.ExitCode, await Probe.AskAsync([Probe.Option, url + "/well"]));
    }

    [Theory]
    [InlineData("https", "/well", 0)]
    [InlineData("http", "/well", 0)]
    [InlineData("https", "/ill", Failure.ExitCode)]
    [InlineData("http", "/ill", Failure.ExitCode)]
    public async Task Ask_ProcessThatSpeaksHttps_IsFoundByEitherUrl(string scheme, string path, int exitCode)
    {
        // Neither its name nor its authority is one that this machine knows.
        using var authority = new TestAuthority();
        authority.Write("server");
        await using var asked = Server(new ServerTls(authority.FileOf("server.pem"), authority.FileOf("server.key")));
        await asked.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, await Probe.AskAsync([Probe.Option, $"{scheme}://127.0.0.1:{new Uri(asked.Urls.First()).Port}{path}"]));
    }

    [Fact]
    public async Task Ask_HttpsOfAProcessThatSpeaksHttp_Fails() =>
        Assert.Equal(Failure.ExitCode, await Probe.AskAsync([Probe.Option, _asked.Urls.First().Replace("http:", "https:", StringComparison.Ordinal) + "/well"]));

    [Theory]
    [InlineData("--probe")]
    [InlineData("--probe", "/livez")]
    [InlineData("--probe", "file:///etc/passwd")]
    [InlineData("--probe", "http://127.0.0.1/livez", "--port")]
    public async Task Ask_NoUrlToAsk_IsAFaultOfUsage(params string[] arguments) =>
        Assert.Equal(Failure.UsageExitCode, await Probe.AskAsync(arguments));

    [Fact]
    public void IsAskedFor_FirstArgument_AndNoOther()
    {
        Assert.True(Probe.IsAskedFor(["--probe", "http://127.0.0.1/livez"]));
        Assert.False(Probe.IsAskedFor(["--port", "80"]));
        Assert.False(Probe.IsAskedFor([]));
    }

    private static WebApplication Server(ServerTls? tls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => tls?.Use(endpoint)));
        var app = builder.Build();
        app.Run(static context =>
        {
            context.Response.StatusCode = context.Request.Path == "/well" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        return app;
    }
}
