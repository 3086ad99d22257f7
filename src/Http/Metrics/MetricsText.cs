using System.Globalization;
using System.Text;

namespace MovieGrains.Http.Metrics;

/// <summary>Metrics in the Prometheus text format 0.0.4.</summary>
/// <remarks>
/// A family is its HELP and TYPE lines and then its samples, which must stand together; so a family is begun with
/// <see cref="Gauge"/> or <see cref="Counter"/> and its samples follow at once.
/// </remarks>
public sealed class MetricsText
{
    private readonly StringBuilder _text = new();
    private readonly List<MetricFamily> _families = [];
    private readonly List<MetricSample> _samples = [];

    /// <summary>Whether to keep what is written as numbers, too, for those who want no text.</summary>
    internal bool KeepsSamples { get; init; }

    /// <summary>The families so far, where they are kept.</summary>
    internal IReadOnlyList<MetricFamily> Families => _families;

    /// <summary>The numbers so far, where they are kept.</summary>
    internal IReadOnlyList<MetricSample> Samples => _samples;

    /// <summary>Begins a family of values that go up and down.</summary>
    /// <param name="name">Its name, as Prometheus spells names, with its unit at the end.</param>
    /// <param name="help">One sentence.</param>
    public void Gauge(string name, string help) => Family(name, help, "gauge");

    /// <summary>Begins a family of values that only go up.</summary>
    /// <param name="name">Its name, ending in <c>_total</c>.</param>
    /// <param name="help">One sentence.</param>
    public void Counter(string name, string help) => Family(name, help, "counter");

    /// <summary>Writes one sample of the family begun last.</summary>
    /// <param name="name">The family's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Names and values of its labels.</param>
    public void Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (KeepsSamples)
            _samples.Add(new MetricSample(name, value, labels.ToArray()));
        _text.Append(name);
        AppendLabels(labels);
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>Begins a family of histograms.</summary>
    /// <param name="name">Its name, with its unit at the end.</param>
    /// <param name="help">One sentence.</param>
    public void Histogram(string name, string help) => Family(name, help, "histogram");

    /// <summary>Writes one histogram of the family begun last, which somebody else has counted.</summary>
    /// <param name="name">The family's name.</param>
    /// <param name="buckets">The upper edge of each bucket, ascending to infinity, and how many values are not above it.</param>
    /// <param name="sum">The sum of all values.</param>
    /// <param name="labels">Names and values of its labels.</param>
    public void Histogram(
        string name, IReadOnlyList<(double Edge, double Count)> buckets, double sum, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        foreach (var (edge, count) in buckets)
            Sample(name + "_bucket", count, [.. labels, ("le", Number(edge))]);
        Sample(name + "_sum", sum, labels);
        Sample(name + "_count", buckets[^1].Count, labels);
    }

    /// <summary>The text so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Writes one histogram of the family begun last.</summary>
    /// <param name="name">The family's name.</param>
    /// <param name="buckets">The durations.</param>
    /// <param name="labels">Names and values of its labels.</param>
    public void Histogram(string name, DurationBuckets buckets, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        var counts = buckets.Cumulative();
        for (var i = 0; i < counts.Length; i++)
        {
            var edge = i < DurationBuckets.Edges.Length ? DurationBuckets.Edges[i] : "+Inf";
            Sample(name + "_bucket", counts[i], [.. labels, ("le", edge)]);
        }
        Sample(name + "_sum", buckets.SumSeconds, labels);
        Sample(name + "_count", counts[^1], labels);
    }

    private void Family(string name, string help, string type)
    {
        if (KeepsSamples)
            _families.Add(new MetricFamily(name, help, type));
        _text.Append("# HELP ").Append(name).Append(' ');
        AppendEscaped(help, quoted: false);
        _text.Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void AppendLabels(ReadOnlySpan<(string Name, string Value)> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"");
            AppendEscaped(labels[i].Value, quoted: true);
            _text.Append('"');
        }
        if (labels.Length > 0)
            _text.Append('}');
    }

    private void AppendEscaped(string text, bool quoted)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '"' when quoted => _text.Append("\\\""),
                _ => _text.Append(c),
            };
        }
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
