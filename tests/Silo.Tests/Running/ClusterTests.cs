using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Api.Settings;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Settings;
using MovieGrains.Silo.Settings;
using MovieGrains.Tests.Postgres;
using Orleans;
using Orleans.Runtime;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>Silos and API as they are composed to run, over HTTP.</summary>
[Collection(nameof(OverTwoSilos))]
public sealed class ClusterTests(TwoSilos cluster, SharedPostgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_OverOneDatabase_AreOneCluster()
    {
        foreach (var silo in cluster.Silos)
        {
            var hosts = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            Assert.Equal(2, hosts.Count);
        }
    }

    [Fact]
    public async Task Probes_OfASilo_AreReadyOnceItsChecksAreContent()
    {
        using var client = new HttpClient { BaseAddress = new Uri(cluster.Silos[0].Urls.First()) };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/livez"));
        Assert.True(await cluster.Silos[0].MarkLoadedWhenReadyAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/readyz"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/movies"));
    }

    [Fact]
    public async Task Dashboard_OfASilo_IsForThisMachineAlone()
    {
        using var client = new HttpClient { BaseAddress = new Uri(cluster.Silos[0].Urls.First()) };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/dashboard/"));
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
        foreach (var page in new[] { "/dashboard", "/dashboard/", "/dashboard/index.min.js", "/dashboard/DashboardCounters" })
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, page));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/livez"));
    }

    /// <summary>A proxy's header is what makes a request one of another machine, as the tests have but this one.</summary>
    [Fact]
    public async Task Dashboard_OfASiloWithKeys_IsForThisMachineAndForWhoeverShowsOne()
    {
        const string key = "open sesame";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var read = new SiloOptionsReader(new CommandLine(SiloSettings.All, ["--dashboard-keys", "ops:" + hash]), static _ => null, static _ => null).Read();
        await using var silo = Silo.Running.Composition.Build(
            WebApplication.CreateSlimBuilder(), TwoSilos.Options(connection: null) with { Access = read!.Access });
        await silo.StartAsync(Cancelled);
        using var client = new HttpClient { BaseAddress = new Uri(silo.Urls.First()) };
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/dashboard/"));

        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");
        using (var refused = await client.GetAsync("/dashboard/", Cancelled))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Contains("Basic", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
        foreach (var (shown, status) in new[]
        {
            ("Bearer " + key, HttpStatusCode.OK), ("Bearer wrong", HttpStatusCode.Unauthorized),
            (Basic(key), HttpStatusCode.OK), (Basic("wrong"), HttpStatusCode.Unauthorized), ("Basic !", HttpStatusCode.Unauthorized),
        })
        {
            foreach (var page in new[] { "/dashboard/", "/dashboard/index.min.js", "/dashboard/DashboardCounters" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, page);
                request.Headers.TryAddWithoutValidation("Authorization", shown);
                using var response = await client.SendAsync(request, Cancelled);
                Assert.True(status == response.StatusCode, $"{page}, {shown}: {response.StatusCode}");
            }
        }
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/livez"));
        await silo.StopAsync(Cancelled);
    }

    /// <summary>Neither silos nor even tables are there when it starts.</summary>
    [Fact]
    public async Task Api_StartedFirst_AnswersProbesAndComesUpByItself()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        await using var api = Api(new ApiOptions { Postgres = connection, ClusterId = "tests", ServiceId = "tests", Port = 0 });
        Assert.Null(await Listening.StartAsync(api, IPAddress.Loopback, 0));
        using var client = new HttpClient { BaseAddress = new Uri(api.Urls.First()) };
        var ready = api.MarkLoadedWhenReadyAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/livez"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(client, "/readyz"));

        await using var silo = TwoSilos.Build(connection);
        await silo.StartAsync(Cancelled);
        Assert.True(await ready.WaitAsync(Patience, Cancelled));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/readyz"));
        Assert.Single(await api.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true));

        // The last silo goes: requests should go elsewhere until there is another.
        await silo.StopAsync(Cancelled);
        await UntilAsync(client, HttpStatusCode.ServiceUnavailable);
        await using var next = TwoSilos.Build(connection);
        await next.StartAsync(Cancelled);
        await UntilAsync(client, HttpStatusCode.OK);
        await api.StopAsync(Cancelled);
        await next.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Silo_WithoutADatabase_ServesAnApiOnThisMachine()
    {
        var options = TwoSilos.Options(connection: null);
        await using var silo = Silo.Running.Composition.Build(WebApplication.CreateSlimBuilder(), options);
        await silo.StartAsync(Cancelled);
        await using var api = Api(new ApiOptions { ClusterId = "tests", ServiceId = "tests", GatewayPort = options.GatewayPort, Port = 0 });
        await api.StartAsync(Cancelled);

        Assert.True(await api.MarkLoadedWhenReadyAsync().WaitAsync(Patience, Cancelled));

        await api.StopAsync(Cancelled);
        await silo.StopAsync(Cancelled);
    }

    /// <summary>A cluster that is never found must not hold up the end.</summary>
    [Fact]
    public async Task Api_ToldToStopWhileItSeeks_Ends()
    {
        await using var api = Api(new ApiOptions { ClusterId = "tests", ServiceId = "tests", GatewayPort = Silo.Running.FreePort.Of(0), Port = 0 });
        await api.StartAsync(Cancelled);
        var ready = api.MarkLoadedWhenReadyAsync();
        await api.StopAsync(Cancelled).WaitAsync(Patience, Cancelled);
        Assert.False(await ready.WaitAsync(Patience, Cancelled));
    }

    private static string Basic(string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + key));

    private static WebApplication Api(ApiOptions options) => MovieGrains.Api.Running.Composition.Build(WebApplication.CreateSlimBuilder(), options);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string target)
    {
        using var response = await client.GetAsync(target, Cancelled);
        return response.StatusCode;
    }

    private static async Task UntilAsync(HttpClient client, HttpStatusCode wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await StatusAsync(client, "/readyz") != wanted)
            await timer.WaitForNextTickAsync(patience.Token);
    }
}
