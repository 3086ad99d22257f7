namespace MovieGrains.Http.Metrics;

/// <summary>A family of metrics.</summary>
/// <param name="Name">Its name, as Prometheus spells names.</param>
/// <param name="Help">What it says.</param>
/// <param name="Type">Such as <c>counter</c>.</param>
internal sealed record MetricFamily(string Name, string Help, string Type);

/// <summary>One number of a family.</summary>
/// <param name="Family">The family's name.</param>
/// <param name="Value">The number.</param>
/// <param name="Labels">Names and values of its labels.</param>
internal sealed record MetricSample(string Family, double Value, (string Name, string Value)[] Labels);
