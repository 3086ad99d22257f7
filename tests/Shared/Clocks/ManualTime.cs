namespace MovieGrains.Tests.Clocks;

/// <summary>Time that passes when it is told to.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> _waiting = [];
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
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.TakeDue(_now))];
        }
        due.ForEach(timer => timer.Fire());
    }

    /// <summary>Completes once a timer is set to go off after so long.</summary>
    public Task SetAsync(TimeSpan due)
    {
        lock (_lock)
        {
            if (_timers.Any(timer => timer.IsSetFor(due)))
                return Task.CompletedTask;
            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((due, set));
            return set.Task;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new ManualTimer(this, () => callback(state));
            _timers.Add(timer);
            timer.Change(dueTime, period);
            return timer;
        }
    }

    private void Tell(TimeSpan due)
    {
        foreach (var waiting in _waiting.FindAll(waiting => waiting.Due == due))
        {
            waiting.Set.SetResult();
            _waiting.Remove(waiting);
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        private TimeSpan _after;
        private TimeSpan _period;
        private DateTimeOffset? _due;

        public void Fire() => fire();

        public bool IsSetFor(TimeSpan after) => _due is not null && _after == after;

        public bool TakeDue(DateTimeOffset now)
        {
            if (_due is not { } due || now < due)
                return false;
            // However much time has passed at once, it goes off once, and next when it would have without that.
            while (due <= now && _period > TimeSpan.Zero)
                due += _period;
            _due = due > now ? due : null;
            return true;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                (_after, _period) = (dueTime, period);
                _due = dueTime < TimeSpan.Zero ? null : time._now + dueTime;
                if (_due is not null)
                    time.Tell(dueTime);
            }
            return true;
        }

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
