using MovieGrains.Grains.Reading;
using MovieGrains.Http.Metrics;
using MovieGrains.Silo.Settings;

namespace MovieGrains.Silo.Running;

/// <summary>What the silo holds for its readers, and what these had to ask others for, as metrics.</summary>
internal sealed class ReplicaMetrics(Replica replica, ReadingMeters meters, MovieSiloOptions options) : IMetricSource
{
    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var status = replica.Store.Status;
        Gauge(text, "movies_replica_years", "Years that the silo holds for its readers.", replica.HeldYears);
        Gauge(text, "movies_replica_movies", "Movies of these.", status.Movies);
        Gauge(text, "movies_replica_bytes", "Bytes that these take, documents and index together.", status.Bytes);
        if (options.Memory is { } budget)
            Gauge(text, "movies_replica_budget_bytes", "Bytes that they may take.", budget);
        Gauge(text, "movies_replica_behind_seconds", "For how long changes have been known that are not held yet.", replica.Behind.TotalSeconds);
        Gauge(text, "movies_replica_silence_seconds", "For how long nothing was heard of changes.", replica.SincePass.TotalSeconds);
        Counter(text, "movies_partial_answers_total", "Questions answered where the silo leaves years out.", meters.Answers);
        Counter(text, "movies_partial_calls_total", "Calls to owners and partitions for these.", meters.Calls);
        Counter(text, "movies_partition_answers_total", "Of these questions, those that a partition by genre or cast name answered.", meters.PartitionAnswers);
        Counter(text, "movies_partial_failures_total", "Of these questions, those for which somebody could not be asked in time.", meters.Failures);
    }

    private static void Gauge(MetricsText text, string name, string help, double value)
    {
        text.Gauge(name, help);
        text.Sample(name, value);
    }

    private static void Counter(MetricsText text, string name, string help, double value)
    {
        text.Counter(name, help);
        text.Sample(name, value);
    }
}
