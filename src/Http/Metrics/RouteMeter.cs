namespace MovieGrains.Http.Metrics;

/// <summary>What is measured of one route.</summary>
/// <param name="route">Its pattern, such as <c>/movies/{id}</c>.</param>
internal sealed class RouteMeter(string route)
{
    /// <summary>The methods told apart; whatever else is sent counts as the last.</summary>
    public static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "other"];

    private const int StatusClasses = 6;
    private readonly DurationBuckets?[] _buckets = new DurationBuckets?[Methods.Length * StatusClasses];

    /// <summary>The route's pattern.</summary>
    public string Route { get; } = route;

    /// <summary>All requests, for percentiles.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>How many requests each of the last seconds brought.</summary>
    public RateWindow Rate { get; } = new();

    /// <summary>Counts a request.</summary>
    public void Record(string method, int status, long nanoseconds)
    {
        Latency.Record(nanoseconds);
        var cell = (MethodIndex(method) * StatusClasses) + Math.Clamp(status / 100, 0, StatusClasses - 1);
        var buckets = Volatile.Read(ref _buckets[cell]) ?? Create(cell);
        buckets.Record(nanoseconds);
    }

    /// <summary>How many requests were counted.</summary>
    public long Count()
    {
        long count = 0;
        foreach (var buckets in _buckets)
            count += buckets?.Cumulative()[^1] ?? 0;
        return count;
    }

    /// <summary>Goes through the series that have counted anything.</summary>
    public IEnumerable<(string Method, string Status, DurationBuckets Buckets)> Series()
    {
        for (var cell = 0; cell < _buckets.Length; cell++)
        {
            if (_buckets[cell] is { } buckets)
                yield return (Methods[cell / StatusClasses], $"{cell % StatusClasses}xx", buckets);
        }
    }

    // Two threads may both find the cell empty; the exchange lets one array win, and both count into it.
    private DurationBuckets Create(int cell) =>
        Interlocked.CompareExchange(ref _buckets[cell], new DurationBuckets(), null) ?? _buckets[cell]!;

    private static int MethodIndex(string method)
    {
        // Reads first, by comparisons that nearly always end at the reference: they are what there is most of.
        if (HttpMethods.IsGet(method))
            return 0;
        if (HttpMethods.IsHead(method))
            return 1;
        var index = Array.IndexOf(Methods, HttpMethods.GetCanonicalizedValue(method));
        return index < 0 ? Methods.Length - 1 : index;
    }
}
