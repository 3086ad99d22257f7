using System.Net;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>A client that writes, one write after the other, and knows what must have become of each.</summary>
/// <remarks>When the process dies, at most one write is open: the next process must have it wholly or not at all, and all
/// before it.</remarks>
internal sealed class CrashWriter(int number, int seed, History history, Violations violations, CrashFigures figures)
{
    private readonly WriterPlan plan = new(number, seed);
    private Operation? pending;
    private (Operation Post, string Answer)? answered;

    /// <summary>Its movies.</summary>
    public IReadOnlyList<OwnMovie> Movies => plan.Movies;

    /// <summary>The follower has begun anew: what was before that it is not told.</summary>
    public void ForgetChanges()
    {
        foreach (var movie in plan.Movies)
            movie.Expected.Clear();
        if (pending is OwnOperation own)
            own.IsForgotten = true;
    }

    /// <summary>Checks what the crash has left, and writes until the next one, or until it is told to stop.</summary>
    public async Task RunAsync(Life life, CancellationToken stop)
    {
        try
        {
            await SettleAsync(life);
            await CheckAsync(life);
            while (!stop.IsCancellationRequested && !violations.AreAny)
                await StepAsync(life);
        }
        catch (LifeEndedException)
        {
            // Goes on with the next process.
        }
    }

    /// <summary>Checks that everything is as acknowledged.</summary>
    public async Task CheckAsync(Life life)
    {
        var documents = await DocumentsAsync(life);
        foreach (var movie in plan.Movies.Where(movie => !movie.Is(movie.State, documents)))
            violations.Add($"{movie.Title} must be {movie.State?.ToJsonString() ?? "gone"} and is {documents.GetValueOrDefault(movie.Title)?.ToJsonString() ?? "gone"}");
        foreach (var movie in plan.Shared)
            movie.Check(documents, violations);
        if (answered is not var (post, answer))
            return;
        var again = await SendAsync(life, post);
        if (!again.IsReplay || !string.Equals(again.Body, answer, StringComparison.Ordinal))
            violations.Add($"{post} was answered with {answer} and, sent again, with {again.Body}");
        figures.Replay();
    }

    private async Task<Dictionary<string, JsonObject>> DocumentsAsync(Life life)
    {
        var own = await life.ExportAsync("?cast=" + Uri.EscapeDataString(plan.Name));
        var shared = await life.ExportAsync("?genre=Shared");
        var documents = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var document in own.Concat(shared))
        {
            if (!documents.TryAdd((string)document["title"]!, document))
                violations.Add($"There are two of {document["title"]}: {document["id"]} and {documents[(string)document["title"]!]["id"]}");
        }
        return documents;
    }

    /// <summary>Finds out what became of the write that no answer came to.</summary>
    private async Task SettleAsync(Life life)
    {
        if (pending is not { } open)
            return;
        var isApplied = open.IsApplied(await DocumentsAsync(life), violations);
        if (open.WasApplied is null)
            figures.Resolve(isApplied);
        open.WasApplied = isApplied;
        if (!isApplied && open is OwnOperation own)
            own.IsForgotten = false;
        var isSafeAgain = open.Key is not null || open.Guard is not null || !isApplied || open.Method == HttpMethod.Delete;
        if (isSafeAgain && (open.Key is not null || plan.Chance(0.6)))
            await DoAsync(life, open, isApplied);
        else
            Conclude(open, isApplied);
    }

    private async Task StepAsync(Life life)
    {
        if (plan.Chance(0.15))
            await ShareAsync(life);
        else if (plan.Chance(0.5) || plan.AnyPresent() is not { } movie)
            await DoAsync(life, plan.Post(), isAgain: false);
        else
            await DoAsync(life, plan.Change(movie, plan.Chance(0.5) ? await TagAsync(life, movie) : null), isAgain: false);
    }

    private async Task ShareAsync(Life life)
    {
        var movie = plan.AnyShared();
        var found = await life.ExportAsync("?name=" + Uri.EscapeDataString(movie.Title));
        if (found.SingleOrDefault() is not { } document)
        {
            violations.Add($"{movie.Title} of a drop file is not there");
            return;
        }
        if (plan.Chance(0.3))
        {
            await DoAsync(life, WriterPlan.SetField(movie, (string)document["id"]!), isAgain: false);
            return;
        }
        var answer = await life.SendAsync(HttpMethod.Get, $"/movies/{document["id"]}");
        await DoAsync(life, plan.Count(movie, answer.Json(), answer.Tag!), isAgain: false);
    }

    /// <summary>Reads the client's own last write, and its tag.</summary>
    private async Task<string> TagAsync(Life life, OwnMovie movie)
    {
        var answer = await life.SendAsync(HttpMethod.Get, "/movies/" + movie.Id);
        if (answer.Status != HttpStatusCode.OK || !movie.Is(movie.State, new Dictionary<string, JsonObject>(StringComparer.Ordinal) { [movie.Title] = answer.Json() }))
            violations.Add($"{movie.Title} was acknowledged as {movie.State} and is read as {answer.Body}");
        return answer.Tag ?? "*";
    }

    private async Task DoAsync(Life life, Operation operation, bool isAgain)
    {
        pending = operation;
        var answer = await SendAsync(life, operation);
        var isDone = operation.Check(answer, isAgain, violations);
        if (isDone && operation.Key is not null)
            answered = (operation, answer.Body);
        if (isDone && !isAgain)
            figures.Acknowledge();
        if (!isDone)
            figures.Conflict();
        Conclude(operation, isDone);
    }

    private void Conclude(Operation operation, bool isApplied)
    {
        operation.Conclude(isApplied);
        if (isApplied)
            history.Add(number, operation);
        pending = null;
    }

    private static Task<Answer> SendAsync(Life life, Operation operation) =>
        life.SendAsync(operation.Method, operation.Target, operation.Body, operation.Key, operation.Guard);
}
