using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Tls;
using MovieGrains.Silo.Running;
using MovieGrains.Tests.Postgres;
using MovieGrains.Tests.Tls;
using Orleans;
using Orleans.Runtime;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>Silos that know one another by certificates.</summary>
[Collection(nameof(OverTwoSilos))]
public sealed class ClusterTlsTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Silos_OfOneAuthority_AreOneClusterAndAnswerProbes()
    {
        using var authority = new TestAuthority();
        var connection = await postgres.Server.NewDatabaseAsync();
        await using var first = Build("first");
        await using var second = Build("second");
        await Task.WhenAll(first.StartAsync(TestContext.Current.CancellationToken), second.StartAsync(TestContext.Current.CancellationToken));
        foreach (var silo in new[] { first, second })
        {
            var hosts = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            Assert.Equal(2, hosts.Count);
            // The health check of an image, which is not built for one process alone.
            var port = new Uri(silo.Urls.First()).Port;
            Assert.Equal(0, await Probe.AskAsync([Probe.Option, FormattableString.Invariant($"http://127.0.0.1:{port}/livez")]));
            Assert.Equal(0, await Probe.AskAsync([Probe.Option, FormattableString.Invariant($"https://localhost:{port}/livez")]));
        }
        await first.StopAsync(TestContext.Current.CancellationToken);
        await second.StopAsync(TestContext.Current.CancellationToken);

        WebApplication Build(string name)
        {
            authority.Write(name);
            var tls = new ClusterTls(authority.FileOf(name + ".pem"), authority.FileOf(name + ".key"), authority.AuthorityFile);
            var https = new ServerTls(authority.FileOf(name + ".pem"), authority.FileOf(name + ".key"));
            return Composition.Build(WebApplication.CreateSlimBuilder(), TwoSilos.Options(connection) with { ClusterTls = tls, Tls = https });
        }
    }
}
