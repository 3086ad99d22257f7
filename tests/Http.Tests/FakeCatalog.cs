using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Http.Tests;

/// <summary>Answers with what the test put in, and keeps what it was asked.</summary>
internal sealed class FakeCatalog : ICatalog
{
    private readonly TaskCompletionSource _exportEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _chunksAsked;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CatalogStatus Status { get; set; } = new(Generation: 7, Movies: 300, Parts: 2, Bytes: 123_456);

    public string Body { get; set; } = """{"items":[],"total":0,"page":1,"page_size":20,"has_more":false,"facets":{}}""";

    public AnswerSummary Summary { get; set; } = new(0, false, null, 7, TimeSpan.FromMicroseconds(42));

    /// <summary>Thrown in place of an answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Held until released, as a cluster's answer may be.</summary>
    public Task? Gate { get; set; }

    /// <summary>Completes once a request is held.</summary>
    public Task Reached => _reached.Task;

    public Query? Asked { get; private set; }

    /// <summary>The writes that it was last asked to have seen.</summary>
    public string? Seen { get; private set; }

    public ValuesQuery? AskedValues { get; private set; }

    public string? AskedId { get; private set; }

    public async ValueTask<AnswerSummary> SearchAsync(Query query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        Asked = query;
        await AnswerAsync(body, Body, cancellationToken);
        return Summary;
    }

    public async ValueTask<LookupSummary> GetMovieAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        AskedId = id;
        var found = id.StartsWith("1999", StringComparison.Ordinal);
        await AnswerAsync(body, found ? Document ?? $$"""{"id":"{{id}}","title":"The Matrix"}""" : "", cancellationToken);
        return new LookupSummary(found, TimeSpan.FromMicroseconds(3));
    }

    /// <summary>The movie's document; null for one with its title alone.</summary>
    public string? Document { get; set; }

    /// <summary>Where the movie comes from; null while nobody can tell.</summary>
    public IReadOnlyList<RecordShare>? Records { get; set; } = [];

    public ValueTask<MovieSources?> GetSourcesAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(id.StartsWith("1999", StringComparison.Ordinal)
            ? new MovieSources(id, Records ?? throw new CatalogUnavailableException("Nobody can tell.")) : null);

    public async ValueTask<AnswerSummary> ListValuesAsync(ValuesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        AskedValues = query;
        await AnswerAsync(body, Body, cancellationToken);
        return Summary;
    }

    public SuggestQuery? AskedSuggestions { get; private set; }

    public async ValueTask<AnswerSummary> SuggestAsync(SuggestQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        AskedSuggestions = query;
        await AnswerAsync(body, Body, cancellationToken);
        return Summary;
    }

    public ICatalog? Seeing(string writes)
    {
        Seen = writes;
        return writes.StartsWith("1999.", StringComparison.Ordinal) ? this : null;
    }

    /// <summary>The chunks of an export.</summary>
    public IEnumerable<string> Chunks { get; set; } = [];

    /// <summary>How many chunks of exports were asked for.</summary>
    public int ChunksAsked => Volatile.Read(ref _chunksAsked);

    /// <summary>Completes once an export has ended, for whatever reason.</summary>
    public Task ExportEnded => _exportEnded.Task;

    public ValueTask<CatalogExport> ExportAsync(Query query, CancellationToken cancellationToken)
    {
        Asked = query;
        return ValueTask.FromResult(new CatalogExport(Status.Generation, ChunksAsync(CancellationToken.None)));
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var chunk in Chunks)
            {
                Interlocked.Increment(ref _chunksAsked);
                cancellationToken.ThrowIfCancellationRequested();
                if (Gate is not null)
                    await Gate.WaitAsync(cancellationToken);
                yield return Encoding.UTF8.GetBytes(chunk);
            }
            if (Failure is not null)
                throw Failure;
        }
        finally
        {
            _exportEnded.TrySetResult();
        }
    }

    private async Task AnswerAsync(IBufferWriter<byte> body, string text, CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        if (Gate is not null)
            await Gate.WaitAsync(cancellationToken);
        if (Failure is not null)
            throw Failure;
        Encoding.UTF8.GetBytes(text, body);
    }
}
