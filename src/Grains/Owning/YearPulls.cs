using System.Numerics;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Owning;

/// <summary>Answers those who keep a copy of a year: with the commits that they lack, or with all there is.</summary>
/// <remarks>An image goes over several answers, a run in each, cut by key. Each is taken of the store as it is by then: what a later run
/// has before the reader has pulled its commit does no harm, as every item is whole in itself.</remarks>
internal sealed class YearPulls(int year, RecordedStore record, int answerBytes)
{
    /// <summary>The lower bits of <see cref="PulledItems.NextRun"/> are which run it is, the upper ones into how many the image is cut, as a
    /// power of two: so an image goes on though another activation gives the rest of it.</summary>
    private const int RunBits = 20;

    /// <summary>Into how many runs may an image be cut, as a power of two?</summary>
    private const int MostRuns = 14;

    /// <summary>The version that there is.</summary>
    public YearVersion Version => At(record.Number);

    /// <summary>A version by its number.</summary>
    public YearVersion At(long number) => new(year, number == 0 ? 0 : record.Epoch, number);

    public async ValueTask<PulledItems> AnswerAsync(PullRequest request, CancellationToken cancellationToken)
    {
        if (request.Run != 0)
            return await RunAsync(request.Run >> RunBits, request.Run & ((1 << RunBits) - 1), cancellationToken);
        if (record.Number == 0)
            return new PulledItems(At(0), request.After > 0, [], 0, false);
        if (request.Epoch == record.Epoch && record.Recent.Read(request.After, answerBytes) is var (commits, last))
            return Commits(request.After, commits, last);
        // Who has more than there is here may have it from an activation that took this one's place, and is not to be set back; or the
        // database has been, and then everybody is.
        if (request.Epoch == record.Epoch && request.After > record.Number)
            await record.VerifyAsync(cancellationToken);
        return await RunAsync(RunsOf(record.Store.Status.Bytes), 0, cancellationToken);
    }

    /// <summary>Answers those who keep a copy of a partition of the year.</summary>
    public async ValueTask<PulledItems> AnswerAsync(PartitionFilter filter, PullRequest request, CancellationToken cancellationToken)
    {
        if (request.Run != 0)
            return Share(filter, request.Run >> RunBits, request.Run & ((1 << RunBits) - 1));
        if (record.Number == 0)
            return new PulledItems(At(0), request.After > 0, [], 0, false);
        if (request.Epoch == record.Epoch && record.Recent.Read(request.After, answerBytes) is var (commits, last))
            return Touched(filter, request.After, commits, last);
        if (request.Epoch == record.Epoch && request.After > record.Number)
            await record.VerifyAsync(cancellationToken);
        var (_, bytes) = new PartitionItems(record.Store.View, filter).Measure();
        return Share(filter, RunsOf(bytes), 0);
    }

    private PulledItems Touched(PartitionFilter filter, long after, byte[][] commits, long last)
    {
        var items = new ItemRun();
        new PartitionItems(record.Store.View, filter).WriteTouched(items, commits);
        var reached = after + commits.Length;
        return new PulledItems(At(reached), false, items.Length == 0 ? [] : [items.Written.ToArray()], 0, reached < last);
    }

    private PulledItems Share(PartitionFilter filter, int cut, int run)
    {
        var view = record.Store.View;
        var items = new ItemRun();
        new PartitionItems(view, filter).WriteRun(items, Cut(cut, run), run);
        var next = run + 1 == 1 << cut ? 0 : (cut << RunBits) | (run + 1);
        return new PulledItems(At(view.Generation), true, [items.Written.ToArray()], next, false);
    }

    private static int Cut(int cut, int run) => cut <= MostRuns && run < 1 << cut
        ? cut
        : throw new ArgumentOutOfRangeException(nameof(run), run, "There is no such run.");

    private PulledItems Commits(long after, byte[][] commits, long last) =>
        new(At(after + commits.Length), false, commits, 0, after + commits.Length < last);

    private async ValueTask<PulledItems> RunAsync(int cut, int run, CancellationToken cancellationToken)
    {
        Cut(cut, run);
        var image = await record.Store.CaptureAsync(static _ => { }, cancellationToken);
        var items = new ItemRun();
        image.WriteTo(key => (int)(key & ((1UL << cut) - 1)) == run ? items : null);
        var next = run + 1 == 1 << cut ? 0 : (cut << RunBits) | (run + 1);
        return new PulledItems(At(image.Number), true, [items.Written.ToArray()], next, false);
    }

    /// <summary>An index takes more than its documents, so that runs are smaller than they may be, and rarely larger.</summary>
    private int RunsOf(long bytes) => Math.Min(MostRuns, BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)(1 + (bytes / answerBytes)))));
}
