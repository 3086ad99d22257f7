using System.Text.Json;

namespace MovieGrains.Tests.Golden;

/// <summary>A query as somebody types it, and what must be found.</summary>
/// <param name="Q">What is typed.</param>
/// <param name="Kind">What is hard about it: <c>typo</c>, <c>number</c>, <c>actor+word</c>, …</param>
/// <param name="Expect">The ids that are right as the first result; at least one.</param>
/// <param name="Within">One of them must be among so many first results: 1 or 3.</param>
/// <param name="Why">Why these.</param>
internal sealed record GoldenQuery(string Q, string Kind, IReadOnlyList<string> Expect, int Within, string Why)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads a file of them.</summary>
    public static IReadOnlyList<GoldenQuery> Read(string file) =>
        JsonSerializer.Deserialize<List<GoldenQuery>>(File.ReadAllBytes(file), Names)!;
}
