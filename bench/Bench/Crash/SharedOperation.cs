using System.Net;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>A write to a movie that others write to.</summary>
internal sealed class SharedOperation : Operation
{
    /// <summary>The movie.</summary>
    public required SharedMovie Movie { get; init; }

    /// <summary>The mark that it leaves; null when it writes the client's field.</summary>
    public string? Mark { get; init; }

    /// <summary>What it sets the client's field to, or the count.</summary>
    public required int Value { get; init; }

    /// <inheritdoc/>
    public override bool IsApplied(IReadOnlyDictionary<string, JsonObject> documents, Violations violations)
    {
        if (!documents.TryGetValue(Movie.Title, out var document))
            return false;
        if (Mark is null && Movie.ValueOf(document) != Value && Movie.ValueOf(document) != Movie.Value)
            violations.Add($"{this}: found {document.ToJsonString()}");
        return Mark is null ? Movie.ValueOf(document) == Value : SharedMovie.MarksOf(document).Contains(Mark, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override bool Check(Answer answer, bool isAgain, Violations violations)
    {
        if (isAgain && Mark is not null)
            return Expect(answer, violations, HttpStatusCode.PreconditionFailed);
        if (Guard is null)
            return Expect(answer, violations, HttpStatusCode.OK);
        return Expect(answer, violations, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed) && answer.Status == HttpStatusCode.OK;
    }

    /// <inheritdoc/>
    public override void Conclude(bool isApplied)
    {
        if (!isApplied)
            return;
        if (Mark is null)
            Movie.Value = Value;
        else
            Movie.Marks.Add(Mark);
    }
}
