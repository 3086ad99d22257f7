using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>Follows the changes over all crashes: goes on after the last one that it was told, and keeps what it was told of
/// each movie.</summary>
internal sealed class ChangeWatch(string data, Violations violations, CrashFigures figures) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<string>> told = new(StringComparer.Ordinal);
    private StreamReader? stream;
    private string? position;

    /// <summary>Connects to a process.</summary>
    /// <param name="life">The process.</param>
    /// <param name="onForgotten">Called when it had to begin anew: what was before is not told any more.</param>
    public async Task ConnectAsync(Life life, Action onForgotten)
    {
        var response = await life.FollowAsync(position);
        if (position is not null && response.StatusCode == HttpStatusCode.Gone)
        {
            JudgeExpiry(position);
            lock (gate)
                told.Clear();
            position = null;
            onForgotten();
            response.Dispose();
            response = await life.FollowAsync(after: null);
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            violations.Add($"GET /changes from {position} was answered with {(int)response.StatusCode}");
            throw new LifeEndedException();
        }
        stream?.Dispose();
        stream = new StreamReader(await response.Content.ReadAsStreamAsync());
        await NextAsync(life);
    }

    /// <summary>Takes what it is told for as long as a process lives.</summary>
    public async Task RunAsync(Life life)
    {
        try
        {
            while (true)
                await NextAsync(life);
        }
        catch (LifeEndedException)
        {
            // Goes on with the next process.
        }
    }

    /// <summary>Waits until each of some movies' changes has been told, once and in order.</summary>
    public async Task UntilToldAsync(IReadOnlyList<OwnMovie> movies, TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        while (movies.Any(movie => !IsTold(movie)))
        {
            if (enough.IsCancellationRequested)
            {
                foreach (var movie in movies.Where(movie => !IsTold(movie)).Take(3))
                    violations.Add($"A follower was told of {movie.Title} ({movie.Id}): {string.Join(' ', Told(movie))}; it was to be: {string.Join(' ', movie.Expected)}");
                return;
            }
            await Task.Delay(20);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream?.Dispose();

    private bool IsTold(OwnMovie movie) => Told(movie).SequenceEqual(movie.Expected, StringComparer.Ordinal);

    private List<string> Told(OwnMovie movie)
    {
        lock (gate)
            return movie.Id is not null && told.TryGetValue(movie.Id, out var kinds) ? [.. kinds] : [];
    }

    /// <summary>Takes one block. What came of it before the process died doesn't count.</summary>
    private async Task NextAsync(Life life)
    {
        string? id = null, data = null;
        while (await life.TryAsync(() => stream!.ReadLineAsync(), "The stream of changes") is var line)
        {
            if (line is null)
            {
                if (!life.IsOver)
                    violations.Add("The stream of changes ended though nothing had been killed");
                throw new LifeEndedException();
            }
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            if (line.Length > 0 || (id is null && data is null))
                continue;
            Take(id, data);
            return;
        }
    }

    private void Take(string? id, string? data)
    {
        if (id is null)
        {
            violations.Add($"The stream of changes said {data} after {position}");
            return;
        }
        if (data is null)
        {
            if (position is not null && !string.Equals(position, id, StringComparison.Ordinal))
                violations.Add($"A stream that was to go on after {position} begins at {id}");
            position = id;
            return;
        }
        if (position is not null && Compare(id, position) <= 0)
            violations.Add($"The id {id} came after {position}");
        position = id;
        Keep(JsonNode.Parse(data)!.AsObject());
    }

    private void Keep(JsonObject change)
    {
        var (movie, kind) = ((string)change["id"]!, (string)change["kind"]!);
        figures.Change();
        lock (gate)
        {
            if (!told.TryGetValue(movie, out var kinds))
                told.Add(movie, kinds = []);
            else if (kinds.Count > 0 && (kind is "added") != (kinds[^1] is "deleted"))
                violations.Add($"{movie} was {kind} after it had been {kinds[^1]}: {change.ToJsonString()}");
            kinds.Add(kind);
        }
    }

    /// <summary>Changes before the newest snapshot need not be remembered by the next process; those after it must be.</summary>
    private void JudgeExpiry(string at)
    {
        figures.Expire();
        var snapshots = Directory.EnumerateFiles(data, "snapshot-*.mgs")
            .Select(path => long.Parse(Path.GetFileNameWithoutExtension(path).AsSpan("snapshot-".Length), CultureInfo.InvariantCulture));
        if (snapshots.DefaultIfEmpty(-1).Max() < Place(at).Number)
            violations.Add($"The position {at} is no longer known, and there is no snapshot after it");
    }

    private static int Compare(string a, string b) => Place(a).CompareTo(Place(b));

    private static (long Number, int Index) Place(string position)
    {
        var place = position[(position.LastIndexOf('-') + 1)..].Split('.');
        return (long.Parse(place[0], CultureInfo.InvariantCulture), int.Parse(place[1], CultureInfo.InvariantCulture));
    }
}
