using System.Globalization;
using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Partitions;
using MovieGrains.Grains.Reporting;
using MovieGrains.Grains.Storage;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace MovieGrains.Grains.Owning;

/// <summary>Owns the movies of one year: a store, its record, and the newest commits.</summary>
/// <remarks>Reentrant, so that the writes that wait share a commit: the store takes turns by itself. Nothing is answered before the
/// record has been read, since that is part of the activation. An owner that has lost its record goes; the next call makes another,
/// which reads it.</remarks>
[Reentrant, KeepAlive]
internal sealed class YearOwner(
    IRowStorages storages, OwnerOptions options, Openings openings, PartitionsHere here, ILocalSiloDetails silo, TimeProvider time,
    Random random, ILogger<YearOwner> logger)
    : Grain, IYearOwner, IDisposable
{
    /// <summary>Begins the names of all rows of owners.</summary>
    public const string Rows = "year";

    private int year;
    private RecordedStore record = null!; // From the activation on.
    private YearPulls pulls = null!;
    private PartialAnswers answers = null!;
    private YearFeed feed = null!;
    private YearWrites writes = null!;
    private Announcements announcements = null!;
    private Task? listing;

    private string Name => string.Create(CultureInfo.InvariantCulture, $"{Rows}/{year}");

    private IYearDirectory Directory => GrainFactory.GetGrain<IYearDirectory>(0);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        year = checked((int)this.GetPrimaryKeyLong());
        if (year is < 1 or > 9999)
            throw new InvalidOperationException($"{year} is no year.");
        var rows = storages.Of(this.GetGrainId(), Rows);
        record = await openings.InTurnAsync(
            () => RecordedStore.OpenAsync(rows, options.Record, options.RecentBytes, time, random, logger, DeactivateOnIdle, cancellationToken),
            cancellationToken);
        pulls = new YearPulls(year, record, options.AnswerBytes);
        answers = new PartialAnswers(time);
        feed = new YearFeed(record.Store);
        writes = new YearWrites(record.Store, pulls.At);
        announcements = new Announcements(v => Directory.AnnounceAsync(v), () => pulls.Version, options.AnnounceAgain, time);
        announcements.Wake();
        here.AddOwner(Name, Report, () => record.Store.Status.Bytes + record.Recent.Bytes);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        here.Remove(Name, Report);
        // An activation that failed has none of these.
        if (announcements is null)
            return;
        await announcements.EndAsync(cancellationToken);
        await record.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => announcements?.Dispose();

    /// <inheritdoc/>
    public Task<FedFile[]> FeedAsync(FileRecords[] files, CancellationToken cancellationToken) =>
        CommittingAsync(() => feed.FeedAsync(files, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<PostedRecords> PostAsync(RecordPost post, CancellationToken cancellationToken) =>
        CommittingAsync(() => writes.PostAsync(post, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<WrittenMovie> WriteAsync(MovieWriteRequest write, CancellationToken cancellationToken) =>
        CommittingAsync(() => writes.WriteAsync(write, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<PulledItems> PullAsync(PullRequest request, CancellationToken cancellationToken) =>
        await pulls.AnswerAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async Task<PulledItems> PullShareAsync(PartitionKey partition, PullRequest request, CancellationToken cancellationToken) =>
        await pulls.AnswerAsync(partition.ToFilter(), request, cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountShareAsync(PartitionKey partition) =>
        Task.FromResult(new PartitionItems(record.Store.View, partition.ToFilter()).Measure().Movies);

    /// <inheritdoc/>
    public Task<YearStatus> GetStatusAsync()
    {
        var status = record.Store.Status;
        return Task.FromResult(new YearStatus(pulls.At(status.Generation), status.Movies, status.Bytes, silo.SiloAddress.ToParsableString()));
    }

    /// <inheritdoc/>
    public async Task<SourcedMovie?> GetSourcesAsync(string id) => SourcedMovie.Of(await record.Store.GetSourcesAsync(id, CancellationToken.None));

    /// <inheritdoc/>
    public async Task<PartialReply> AskAsync(PartialQuestion question, CancellationToken cancellationToken)
    {
        var version = pulls.Version;
        if (!Array.Exists(question.AtLeast, v => v.Year == year && v.Epoch == version.Epoch && v.Version > version.Version))
            return answers.Answer(record.Store.View, question, record.Epoch);
        // Who has seen more than there is here has it from an activation that took this one's place; or the database was set back.
        await record.VerifyAsync(cancellationToken);
        return PartialReply.Without(PartialResult.Behind);
    }

    /// <summary>What it holds. It is the record, and never behind.</summary>
    private PartitionReport Report()
    {
        var status = record.Store.Status;
        return new PartitionReport(Name, status.Generation, new Holdings(status.Movies, status.Bytes, 0));
    }

    private async Task<T> CommittingAsync<T>(Func<Task<T>> commit, CancellationToken cancellationToken)
    {
        try
        {
            if (record.Number == 0)
                await ListAsync().WaitAsync(cancellationToken);
            return await commit();
        }
        finally
        {
            announcements.Wake();
        }
    }

    /// <summary>Has the year listed before anything is committed, so that no year with movies is ever missing in the list.</summary>
    private Task ListAsync()
    {
        if (listing is null or { IsFaulted: true } or { IsCanceled: true })
            listing = Directory.AddAsync(year, CancellationToken.None);
        return listing;
    }
}
