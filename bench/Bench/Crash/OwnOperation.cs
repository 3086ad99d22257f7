using System.Net;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>A write to movies of the client's own.</summary>
internal sealed class OwnOperation : Operation
{
    /// <summary>What it does, in the order of its records.</summary>
    public required IReadOnlyList<Effect> Effects { get; init; }

    /// <summary>Whether a follower that began anew can't be told of it any more, if it was done before that.</summary>
    public bool IsForgotten { get; set; }

    /// <inheritdoc/>
    public override bool IsApplied(IReadOnlyDictionary<string, JsonObject> documents, Violations violations)
    {
        var applied = Effects.Count(effect => effect.Movie.Is(effect.After, documents));
        var before = Effects.Count(effect => effect.Movie.Is(effect.Before, documents));
        if (applied != Effects.Count && before != Effects.Count)
        {
            var found = string.Join("; ", Effects.Select(e => documents.GetValueOrDefault(e.Movie.Title)?.ToJsonString() ?? $"no {e.Movie.Title}"));
            violations.Add($"{this} is neither done nor not done: found {found}");
        }
        return applied == Effects.Count;
    }

    /// <inheritdoc/>
    public override bool Check(Answer answer, bool isAgain, Violations violations)
    {
        if (Method == HttpMethod.Post)
            CheckPost(answer, isAgain, violations);
        else if (Method == HttpMethod.Delete)
            Expect(answer, violations, isAgain ? HttpStatusCode.NotFound : HttpStatusCode.NoContent);
        else if (Expect(answer, violations, isAgain && Guard is not null ? HttpStatusCode.PreconditionFailed : HttpStatusCode.OK)
            && answer.Status == HttpStatusCode.OK)
            CheckDocument(answer, violations);
        return true;
    }

    /// <inheritdoc/>
    public override void Conclude(bool isApplied)
    {
        if (!isApplied)
            return;
        foreach (var effect in Effects)
        {
            effect.Movie.State = effect.After;
            if (!IsForgotten)
                effect.Movie.Expected.Add(effect.Change);
        }
    }

    private void CheckDocument(Answer answer, Violations violations)
    {
        var effect = Effects[0];
        if (!effect.Movie.Is(effect.After, new Dictionary<string, JsonObject>(StringComparer.Ordinal) { [effect.Movie.Title] = answer.Json() }))
            violations.Add($"{this} was answered with {answer.Body}");
    }

    private void CheckPost(Answer answer, bool isAgain, Violations violations)
    {
        var adds = Effects.Any(effect => effect.Before is null);
        if (!Expect(answer, violations, adds ? HttpStatusCode.Created : HttpStatusCode.OK))
            return;
        if (answer.IsReplay != isAgain)
            violations.Add($"{this} {(isAgain ? "had been done, and was done again" : "had not been done, and was taken for done")}: {answer.Body}");
        var outcomes = answer.Json()["outcomes"]!.AsArray();
        for (var i = 0; i < Effects.Count; i++)
        {
            var effect = Effects[i];
            var id = (string?)outcomes[i]!["id"];
            if (!string.Equals((string?)outcomes[i]!["outcome"], effect.Change, StringComparison.Ordinal)
                || (effect.Movie.Id is { } known && !string.Equals(known, id, StringComparison.Ordinal)))
                violations.Add($"{this} was answered with {answer.Body}; record {i} was to be {effect.Change} as {effect.Movie.Id}");
            effect.Movie.Id ??= id;
        }
    }
}
