namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>Time that passes when it is told to.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        List<FakeTimer> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.TakeDue(_now))];
        }
        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new FakeTimer(this, () => callback(state), _now + dueTime, period);
            _timers.Add(timer);
            return timer;
        }
    }

    private sealed class FakeTimer(FakeTime time, Action fire, DateTimeOffset due, TimeSpan period) : ITimer
    {
        private DateTimeOffset _due = due;

        public void Fire() => fire();

        public bool TakeDue(DateTimeOffset now)
        {
            if (now < _due)
                return false;
            while (_due <= now)
                _due += period;
            return true;
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
