using System.Threading.Channels;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Store;

/// <summary>Commits the writes of clients in groups: all that came while the group before was being made durable.</summary>
/// <remarks>So many writers share one sync of the disk, and one small part of the index; a single one waits for nobody.</remarks>
internal sealed class WriteQueue(CatalogStore store)
{
    /// <summary>How many writes may wait? Of more, each would wait longer than its client does.</summary>
    private const int MostWaiting = 1024;

    /// <summary>How many bytes may wait?</summary>
    private const long MostBytes = 256 << 20;

    private readonly Channel<PendingWrite> waiting = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly Lock gate = new();
    private long bytes;
    private int writers;
    private Task? running;

    /// <summary>Writes, and waits until it is durable.</summary>
    /// <exception cref="WriteRefusedException">Nothing was written.</exception>
    public async Task<T> WriteAsync<T>(PendingWrite<T> write, CancellationToken cancellationToken)
        where T : class
    {
        Enqueue(write);
        return await write.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Whether any write has yet to be durable.</summary>
    public bool AreWaiting
    {
        get
        {
            lock (gate)
                return writers > 0;
        }
    }

    /// <summary>Ends once all that waits has been written.</summary>
    public Task StopAsync()
    {
        waiting.Writer.TryComplete();
        lock (gate)
            return running ?? Task.CompletedTask;
    }

    private void Enqueue(PendingWrite write)
    {
        lock (gate)
        {
            if (bytes + write.Bytes > Math.Max(MostBytes, write.Bytes) || !waiting.Writer.TryWrite(write))
                throw new WriteRefusedException(WriteRefusal.TooManyWaiting, "Too many writes wait already.");
            bytes += write.Bytes;
            writers++;
            running ??= Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        var group = new List<PendingWrite>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (waiting.Reader.TryRead(out var write))
                group.Add(write);
            await CommitAsync(group);
            lock (gate)
            {
                bytes -= group.Sum(w => w.Bytes);
                writers -= group.Count;
            }
            group.Clear();
        }
    }

    private async Task CommitAsync(List<PendingWrite> group)
    {
        try
        {
            var generation = await store.CommitAsync(
                new DocumentArena(),
                merge =>
                {
                    foreach (var write in group)
                        write.Apply(merge);
                },
                CatalogStore.AtOnce,
                CancellationToken.None);
            foreach (var write in group)
                write.Complete(generation);
        }
        catch (Exception why)
        {
            // Whatever it is, it is each writer's to know, and the next group's not to suffer from.
            foreach (var write in group)
                write.Fail(why);
        }
    }
}
