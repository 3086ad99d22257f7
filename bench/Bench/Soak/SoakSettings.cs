using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Soak;

/// <summary>How a soak run goes.</summary>
internal sealed record SoakSettings
{
    /// <summary>A run has so many samples unless it is long: enough that each of its thirds tells a line from noise.</summary>
    private const int Samples = 30;

    private static readonly TimeSpan LongestSample = TimeSpan.FromMinutes(1), ShortestSample = TimeSpan.FromSeconds(1);

    /// <summary>For how long.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>The movies that are there before it begins.</summary>
    public required MovieFeed Feed { get; init; }

    /// <summary>Reads per second.</summary>
    public required double Reads { get; init; }

    /// <summary>Writes per second, of all writers together.</summary>
    public required double Writes { get; init; }

    /// <summary>From one drop file to the next.</summary>
    public required TimeSpan Drops { get; init; }

    /// <summary>From one export to the next.</summary>
    public required TimeSpan Exports { get; init; }

    /// <summary>What reads, writes and files are drawn from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How long a request may take before it counts as failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time that a sample stands for: a minute in a run of half an hour or more.</summary>
    public TimeSpan Sample => TimeSpan.FromTicks(Math.Clamp((Time / Samples).Ticks, ShortestSample.Ticks, LongestSample.Ticks));

    /// <summary>How many samples there are.</summary>
    public int Count => Math.Max(1, (int)Math.Round(Time / Sample));
}
