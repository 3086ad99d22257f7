using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Reporting;
using MovieGrains.Http.Metrics;
using MovieGrains.Silo.Settings;

namespace MovieGrains.Silo.Running;

/// <summary>What the silo holds for its readers, and what these had to ask others for, as metrics.</summary>
internal sealed class ReplicaMetrics(
    Replica replica, PartitionsHere partitions, ReadingMeters meters, PullMeters pulls, MovieSiloOptions options) : IMetricSource
{
    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var status = replica.Store.Status;
        Gauge(text, "movies_replica_years", "Years that the silo holds for its readers.", replica.HeldYears);
        Gauge(text, "movies_replica_movies", "Movies of these.", status.Movies);
        Gauge(text, "movies_replica_bytes", "Bytes that these take, documents and index together.", status.Bytes);
        var owners = partitions.OwnersBytes;
        Gauge(text, "movies_owners_bytes", "Bytes that the owners of years take here.", owners);
        Gauge(text, "movies_partitions_bytes", "Bytes that the partitions by genre and cast name take here.", partitions.DerivedBytes);
        if (options.Memory is { } budget)
        {
            Gauge(text, "movies_replica_budget_bytes", "Bytes that the silo may take for the catalogue: years, owners and partitions.", budget);
            Gauge(text, "movies_memory_missing_bytes", "By how many bytes owners alone are more than that.", Math.Max(0, owners - budget));
        }
        Gauge(text, "movies_replica_behind_seconds", "For how long changes have been known that are not held yet.", replica.Behind.TotalSeconds);
        Gauge(text, "movies_replica_silence_seconds", "For how long nothing was heard of changes.", replica.SincePass.TotalSeconds);
        Counter(text, "movies_partial_answers_total", "Questions answered where the silo leaves years out.", meters.Answers);
        Counter(text, "movies_partial_calls_total", "Calls for these: to silos for owners there, to owners and to partitions.", meters.Calls);
        Counter(text, "movies_partial_questions_total", "What owners and partitions were asked by these calls.", meters.Questions);
        Counter(text, "movies_partition_answers_total", "Of these questions, those that a partition by genre or cast name answered.", meters.PartitionAnswers);
        Counter(text, "movies_partial_failures_total", "Of these questions, those for which somebody could not be asked in time.", meters.Failures);
        Counter(text, "movies_partial_rules_differed_total", "Of these, those for which somebody had other rules of full-text search.", meters.OtherRules);
        Pulled(text, "movies_pulls_total", "Calls to owners for what had changed, by who pulled.", static meter => meter.Calls);
        Pulled(text, "movies_pulled_bytes_total", "Bytes that came of these.", static meter => meter.Bytes);
        Pulled(text, "movies_pulled_years_total", "Years that came whole, rather than what had changed in them.", static meter => meter.Images);
        Pulled(text, "movies_pull_failures_total", "Of these calls, those that failed.", static meter => meter.Failures);
    }

    private void Pulled(MetricsText text, string name, string help, Func<PullMeter, long> read)
    {
        text.Counter(name, help);
        text.Sample(name, read(pulls.Replica), ("by", "replica"));
        text.Sample(name, read(pulls.Partitions), ("by", "partitions"));
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
