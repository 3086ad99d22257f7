using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using MovieGrains.Http.Hosting;

namespace MovieGrains.Http.Tests;

public sealed class ProbeTests : IAsyncLifetime
{
    private readonly WebApplication _asked;

    public ProbeTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _asked = builder.Build();
        _asked.Run(static context =>
        {
            context.Response.StatusCode = context.Request.Path == "/well" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
    }

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
}
