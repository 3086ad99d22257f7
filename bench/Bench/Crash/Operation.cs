using System.Net;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>A write of one client, kept until it is known whether it was done.</summary>
internal abstract class Operation
{
    /// <summary>How it is sent.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Where.</summary>
    public required string Target { get; init; }

    /// <summary>What.</summary>
    public string? Body { get; init; }

    /// <summary>Its name, which lets it be sent again; posts have one.</summary>
    public string? Key { get; init; }

    /// <summary>The tag that the movie must have.</summary>
    public string? Guard { get; init; }

    /// <summary>Whether it has turned out, after a crash, to have been done; null before that was looked at.</summary>
    public bool? WasApplied { get; set; }

    /// <summary>Looks whether it was done: wholly or not at all.</summary>
    /// <param name="documents">What the catalogue has of all that it writes to, by title.</param>
    /// <param name="violations">Told when it is neither.</param>
    public abstract bool IsApplied(IReadOnlyDictionary<string, JsonObject> documents, Violations violations);

    /// <summary>Checks an answer.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="isAgain">Whether it had been done before it was sent this time.</param>
    /// <param name="violations">Told of what is wrong.</param>
    /// <returns>Whether it is done now.</returns>
    public abstract bool Check(Answer answer, bool isAgain, Violations violations);

    /// <summary>Takes up what is known now.</summary>
    /// <param name="isApplied">Whether it is done.</param>
    public abstract void Conclude(bool isApplied);

    /// <summary>Words for a violation.</summary>
    public override string ToString() => $"{Method} {Target} {Body} (Idempotency-Key {Key}, If-Match {Guard})";

    /// <summary>Which status is right?</summary>
    protected bool Expect(Answer answer, Violations violations, params HttpStatusCode[] expected)
    {
        if (expected.Contains(answer.Status))
            return true;
        violations.Add($"{this} was answered with {(int)answer.Status} instead of {(int)expected[0]}: {answer.Body}");
        return false;
    }
}
