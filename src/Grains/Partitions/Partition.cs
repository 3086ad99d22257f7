using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Reporting;
using Orleans.Concurrency;

namespace MovieGrains.Grains.Partitions;

/// <summary>A partition that is derived from the years, active for as long as it is asked now and then.</summary>
[Reentrant, CollectionAgeLimit(Minutes = UnusedMinutes)]
internal sealed class Partition(
    IShareSource source, IOptions<PartitionedOptions> options, IOptions<ReplicaOptions> silo, PartitionsHere here, TimeProvider time,
    Random random, ILogger<Replica> log)
    : Grain, IPartition, IDisposable
{
    /// <summary>Partitions and owners may have so many tenths of the silo's budget: the replica has one at least, and one is for what comes
    /// while nobody measures.</summary>
    private const int MostTenths = 8;

    /// <summary>After how long without a question does it go? Filling it again takes less than a second of the real set, so that memory
    /// that nobody uses is worth more.</summary>
    private const int UnusedMinutes = 5;

    private readonly CancellationTokenSource end = new();
    private string name = ""; // From the activation on, as what follows.
    private DerivedPartition partition = null!;
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        name = this.GetPrimaryKeyString();
        partition = new DerivedPartition(
            source, PartitionKey.Parse(name), new DerivedOptions { SplitAbove = options.Value.SplitAbove, HasRoomFor = HasRoomFor },
            random.NextInt64(1, long.MaxValue), time, log);
        // Not on the grain's scheduler: it reads, merges and indexes, while questions are answered.
        running = Task.Run(() => partition.RunAsync(end.Token), CancellationToken.None);
        here.AddDerived(name, Report);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        here.Remove(name, Report);
        if (partition is null)
            return;
        await end.CancelAsync();
        await running;
        await partition.DisposeAsync();
    }

    /// <inheritdoc/>
    public Task<PartialReply> AskAsync(PartialQuestion question, CancellationToken cancellationToken) =>
        partition.AskAsync(question, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => end.Dispose();

    private bool HasRoomFor(long bytes) =>
        silo.Value.Budget is not { } budget || here.OwnersBytes + here.DerivedBytes + bytes <= budget / 10 * MostTenths;

    /// <summary>What it holds; nothing where it is split into shares, which hold it.</summary>
    private PartitionReport? Report()
    {
        if (partition.Replica is not { } replica)
            return null;
        var status = replica.Store.Status;
        return new PartitionReport(name, status.Generation, new Holdings(status.Movies, status.Bytes, replica.Behind.Ticks));
    }
}
