using MovieGrains.Catalog.Changes;
using MovieGrains.Http.Answers;

namespace MovieGrains.Http.Changes;

/// <summary>One listener's walk along the feed: at any moment one read waits, and between changes a heartbeat is sent.</summary>
internal sealed class ChangeFollower
{
    /// <summary>How long may a connection be silent? Proxies commonly close one after 30 or 60 seconds; and a client that has gone
    /// without a word is only noticed when something is sent to it.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly IChangeFeed _feed;
    private readonly TimeProvider _time;
    private readonly string _begin;
    private Task<ChangePage> _read;

    /// <summary>Begins to read.</summary>
    /// <param name="feed">The changes.</param>
    /// <param name="after">Where to go on; null for now.</param>
    /// <param name="time">Measures heartbeats.</param>
    /// <param name="ended">The client has gone, or the process stops.</param>
    public ChangeFollower(IChangeFeed feed, string? after, TimeProvider time, CancellationToken ended)
    {
        (_feed, _time, Ended) = (feed, time, ended);
        _begin = after ?? feed.End;
        _read = Read(_begin);
    }

    /// <summary>The client has gone, or the process stops.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Waits a moment for the feed to refuse the position.</summary>
    /// <returns>Why it did; null when it can be gone on from, or nothing is known yet.</returns>
    public async Task<FeedResult?> RefusalAsync(TimeSpan atMost)
    {
        if (!_read.IsCompleted)
            await Task.WhenAny(_read, Task.Delay(atMost, _time, Ended));
        Ended.ThrowIfCancellationRequested();
        if (!_read.IsCompleted)
            return null;
        var result = (await _read).Result;
        return result == FeedResult.Read ? null : result;
    }

    /// <summary>Sends changes until the client has gone, or the feed has forgotten where it is.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="text">For putting events together.</param>
    public async Task SendAsync(StreamedBody body, PooledBuffer text)
    {
        EventText.Begin(text, _begin);
        if (!await body.SendAsync(text.Written))
            return;
        using var heartbeat = new PeriodicTimer(Heartbeat, _time);
        var beat = BeatAsync(heartbeat);
        while (true)
        {
            if (await Task.WhenAny(_read, beat) == beat)
            {
                await beat;
                if (!await body.SendAsync(EventText.Heartbeat))
                    return;
                beat = BeatAsync(heartbeat);
            }
            else if (!await SendPageAsync(await _read, body, text))
            {
                return;
            }
        }
    }

    private async Task<bool> SendPageAsync(ChangePage page, StreamedBody body, PooledBuffer text)
    {
        if (page.Result != FeedResult.Read)
        {
            await body.SendAsync(EventText.Expired);
            return false;
        }
        text.Clear();
        EventText.Changes(text, page.Changes);
        // Read on only when the client has taken these: one that reads slowly holds a page, and the feed forgets the rest.
        if (!await body.SendAsync(text.Written))
            return false;
        _read = Read(page.Changes[^1].Position ?? throw new InvalidOperationException("The last change of a page has a position."));
        return true;
    }

    private Task<ChangePage> Read(string after) => _feed.ReadAsync(after, Ended).AsTask();

    private Task<bool> BeatAsync(PeriodicTimer heartbeat) => heartbeat.WaitForNextTickAsync(Ended).AsTask();
}
