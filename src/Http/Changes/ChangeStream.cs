using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using MovieGrains.Catalog.Changes;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Changes;

/// <summary>Answers with what changes, as it happens, for as long as the client listens.</summary>
/// <param name="listeners">Bounds the listeners.</param>
/// <param name="time">Measures the pauses between heartbeats.</param>
/// <param name="lifetime">Tells that the process stops: streams end then, as nothing else would end them.</param>
/// <param name="feed">The changes; null where none are kept.</param>
internal sealed class ChangeStream(
    ChangeListeners listeners, TimeProvider time, IHostApplicationLifetime lifetime, IChangeFeed? feed = null)
{
    /// <summary>How long may a feed take to say that a position can't be gone on from, so that the status still tells it? A call
    /// to another machine, and little enough that nobody minds the wait.</summary>
    internal static readonly TimeSpan Verdict = TimeSpan.FromMilliseconds(250);

    private static readonly StringValues Events = "text/event-stream";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues No = "no";

    /// <summary>Answers with the changes after a position, or from now on.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        if (feed is null)
            return ProblemWriter.SendAsync(exchange, Problem.NoChangeFeed());
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.Changes);
        var after = EventPosition.Of(exchange);
        var faults = exchange.Reader.Parameters.Faults;
        if (faults.Count > 0)
            return ProblemWriter.SendAsync(exchange, Problem.BadParameters(faults));
        return listeners.TryEnter() ? ListenAsync(exchange, feed, after) : ProblemWriter.SendAsync(exchange, Problem.TooManyListeners());
    }

    private async Task ListenAsync(Exchange exchange, IChangeFeed changes, string? after)
    {
        var stopping = lifetime.ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(exchange.Context.RequestAborted, stopping);
        try
        {
            stopping.ThrowIfCancellationRequested();
            await FollowAsync(exchange, new ChangeFollower(changes, after, time, ended.Token), after);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            if (!exchange.Context.Response.HasStarted)
                await ProblemWriter.SendAsync(exchange, Problem.NotReady("The process is stopping."));
        }
        finally
        {
            listeners.Leave();
            // Whoever leaves for another reason still has a read waiting in the feed.
            await ended.CancelAsync();
        }
    }

    private async Task FollowAsync(Exchange exchange, ChangeFollower follower, string? after)
    {
        if (after is not null && await follower.RefusalAsync(Verdict) is { } refusal)
        {
            await ProblemWriter.SendAsync(exchange, Refused(exchange, refusal, after));
            return;
        }
        SetHeaders(exchange);
        if (HttpMethods.IsHead(exchange.Context.Request.Method))
            return;
        using var body = new StreamedBody(exchange.Context, time, follower.Ended);
        await follower.SendAsync(body, exchange.Body);
    }

    private static Problem Refused(Exchange exchange, FeedResult refusal, string after) => refusal == FeedResult.Expired
        ? Problem.ChangesExpired()
        : Problem.BadParameters([EventPosition.Malformed(exchange, after)]);

    private static void SetHeaders(Exchange exchange)
    {
        ConstantHeaders.Set(exchange);
        var headers = exchange.Context.Response.Headers;
        headers.ContentType = Events;
        headers.CacheControl = NoStore;
        // Proxies that collect an answer before they pass it on would hold every change back.
        headers["X-Accel-Buffering"] = No;
    }
}
