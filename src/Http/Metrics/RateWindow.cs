namespace MovieGrains.Http.Metrics;

/// <summary>A counter's values at the last 61 ticks of a second, from which the rate over the last minute follows.</summary>
/// <remarks>Sampled from outside, so that a request pays nothing for it.</remarks>
internal sealed class RateWindow
{
    private const int Seconds = 60;
    private readonly Lock _lock = new();
    private readonly long[] _samples = new long[Seconds + 1];
    private int _taken;

    /// <summary>Notes the counter's value at a tick.</summary>
    public void Sample(long count)
    {
        lock (_lock)
        {
            _samples[_taken % _samples.Length] = count;
            _taken++;
        }
    }

    /// <summary>Requests per second between the oldest and the newest tick; 0 before there are two.</summary>
    public double PerSecond()
    {
        lock (_lock)
        {
            if (_taken < 2)
                return 0;
            var spans = Math.Min(_taken, _samples.Length) - 1;
            var newest = _samples[(_taken - 1) % _samples.Length];
            var oldest = _samples[(_taken - 1 - spans) % _samples.Length];
            return (double)(newest - oldest) / spans;
        }
    }
}
