using Orleans.Configuration;

namespace MovieGrains.Silo.Running;

/// <summary>How fast silos notice what, and how sure they are before they act on it.</summary>
/// <remarks>What these come to together <c>tests/Cluster.Tests</c> measures with real processes and prints: how long until a silo that was killed,
/// suspended or stopped is known to be gone, and what reads and writes notice of it. docs/cluster.md and docs/performance.md have the figures.</remarks>
internal static class ClusterTimings
{
    /// <summary>From one sign of life that a silo writes to the table to the next. One small update from every silo.</summary>
    public static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    /// <summary>Configures a silo.</summary>
    public static ISiloBuilder AddTimings(this ISiloBuilder silo) => silo
        .Configure<ClusterMembershipOptions>(Membership)
        .Configure<SiloMessagingOptions>(Messaging);

    private static void Membership(ClusterMembershipOptions membership)
    {
        // A probe over a local network takes about a millisecond; one that takes a second has failed. Three in a row, so that a
        // collection of garbage or a busy moment is no death. Of a process that was killed, whose connections are refused at once, 1.3 s (measured);
        // of a machine that is gone, three to four.
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;

        // Whom messages came from within three of these is not suspected, whatever became of probes. So one that hangs with its
        // connections open, as a suspended process does, is known after some six to eight seconds (measured: 6.3).
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);

        // One that was suspended and goes on believes that all others are dead, as none has answered it: alone it must not be believed.
        // Of two silos one vote is enough all the same, there being nobody else to ask; so production wants three.
        membership.NumVotesForDeathDeclaration = 2;

        // Two silos seldom suspect a third at the same moment, but always within a few rounds of probes. An older vote is about
        // something that is over.
        membership.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);

        // Changes are gossiped at once; the table is for those whom gossip did not reach. A small query from every silo.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);

        // What one who comes to a cluster of dead silos goes by (see StaleMembers).
        membership.IAmAliveTablePublishTimeout = SignOfLife;

        // All others must answer one who joins. Longer than it takes to find out who of them is dead, shorter than whoever started it waits.
        membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);

        // The dead stay in the table for whoever looks into what happened.
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }

    private static void Messaging(SiloMessagingOptions messaging)
    {
        // A call between grains at its longest writes some chunks to the database. What takes ten seconds is stuck, or its silo is
        // gone and not yet known to be.
        messaging.ResponseTimeout = TimeSpan.FromSeconds(10);

        // Nobody waits for the answer any more, and those who wait for the grain should not wait for it either.
        messaging.CancelRequestOnTimeout = true;

        // A silo that ends tells API processes first to send no more, and then waits this long before it ends its grains: what was
        // sent by then is still answered. An attempt at a reader has 250 ms. The whole of it took 2.0 s under load (measured).
        messaging.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromMilliseconds(300);
    }
}
