using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MovieGrains.Cluster.Tests;

/// <summary>What stands before API processes: sends each request to one of those that say that they are ready, and never twice, unless it is told
/// to ask another one for what is only read.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource end = new();
    private readonly WebApplication app;
    private volatile Uri[] all = [], ready = [];
    private Task watching = Task.CompletedTask;
    private int last;

    private LoadBalancer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(ForwardAsync);
    }

    /// <summary>Whether another one is asked when one breaks off that was asked to read, as load balancers can be told to.</summary>
    public bool ReadsAgain { get; set; }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<LoadBalancer> StartAsync()
    {
        var balancer = new LoadBalancer();
        await balancer.app.StartAsync();
        balancer.Client.BaseAddress = new Uri(balancer.app.Urls.First());
        balancer.watching = balancer.WatchAsync();
        return balancer;
    }

    /// <summary>Sends requests to these, as far as they are ready.</summary>
    public async Task UseAsync(params IEnumerable<Uri> servers)
    {
        all = [.. servers];
        await LookAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        await app.StopAsync();
        await app.DisposeAsync();
        Client.Dispose();
        client.Dispose();
        end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!end.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(100), end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync()
    {
        var servers = all;
        var are = await Task.WhenAll(servers.Select(IsReadyAsync));
        ready = [.. servers.Where((_, i) => are[i])];
    }

    private async Task<bool> IsReadyAsync(Uri server)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(server, "/readyz"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var servers = ready;
        if (servers.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            await context.Response.WriteAsync("The load balancer has no server that is ready.");
            return;
        }
        // It is read whole, so that the test's own client and not this one decides what is sent once more.
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var first = (uint)Interlocked.Increment(ref last);
        var mayAsk = ReadsAgain && HttpMethods.IsGet(context.Request.Method) ? servers.Length : 1;
        string? why = null;
        for (var asked = 0U; asked < mayAsk; asked++)
        {
            why = await TryForwardAsync(context, body.ToArray(), servers[(int)((first + asked) % (uint)servers.Length)]);
            if (why is null)
                return;
        }
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        await context.Response.WriteAsync(why!);
    }

    /// <returns>Why there is no answer; null when there is one.</returns>
    private async Task<string?> TryForwardAsync(HttpContext context, byte[] body, Uri server)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(server, context.Request.Path + context.Request.QueryString));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead);
            context.Response.StatusCode = (int)response.StatusCode;
            await context.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync());
            return null;
        }
        catch (HttpRequestException failure)
        {
            return $"{server} has not answered the load balancer: {failure.Message}";
        }
    }
}
