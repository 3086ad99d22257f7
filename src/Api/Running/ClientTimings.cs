using Orleans.Configuration;

namespace MovieGrains.Api.Running;

/// <summary>How fast an API process notices what, and how long it waits.</summary>
internal static class ClientTimings
{
    /// <summary>Configures a client.</summary>
    public static IClientBuilder AddTimings(this IClientBuilder client) => client
        // A new silo should get its share of calls soon, and one that has gone should not be tried for long. A small query. Measured on a busy
        // machine: 2.3 s from when a silo that was added is ready until it is asked, of which keys that go to other gateways are the rest.
        .Configure<GatewayOptions>(static gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2))
        .Configure<ClientMessagingOptions>(static messaging =>
        {
            // A write may wait for the database; whoever reads gives up, and asks another silo, far earlier by a token of its own.
            messaging.ResponseTimeout = TimeSpan.FromSeconds(10);
            // Nobody waits for the answer any more, and those who wait for the grain should not wait for it either.
            messaging.CancelRequestOnTimeout = true;
        });
}
