using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests.Running;

/// <summary>Ingestion rests while somebody asks, and for nobody else.</summary>
public sealed class PacingTests
{
    private readonly RestingTime _time = new();
    private readonly Pacing _pacing;
    private long _asked;

    public PacingTests() => _pacing = new Pacing(_time, () => _asked);

    [Fact]
    public async Task RestAsync_NobodyAsks_DoesNotRest()
    {
        await WorkAsync(blocks: 1000);
        Assert.Equal(0, _time.Rests);
    }

    [Fact]
    public async Task RestAsync_LittleWork_DoesNotRest()
    {
        Ask();
        await WorkAsync(blocks: 50);
        Assert.Equal(0, _time.Rests);
    }

    [Fact]
    public async Task RestAsync_WhileAsked_HasASixteenthOfACore()
    {
        var start = _time.GetTimestamp();
        const int blocks = 5000;
        for (var i = 0; i < blocks; i++)
        {
            Ask();
            await WorkAsync(blocks: 1);
        }
        var share = blocks * Block / _time.GetElapsedTime(start);
        Assert.InRange(share, 0.06, 0.065);
    }

    [Fact]
    public async Task RestAsync_AfterALargeCommit_RestsALittleAtATime()
    {
        Ask();
        _pacing.Worked(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 10; i++)
        {
            Ask();
            await _pacing.RestAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal((10, TimeSpan.FromMilliseconds(100)), (_time.Rests, _time.Longest));
    }

    [Fact]
    public async Task RestAsync_NobodyAsksAnyMore_GoesOnAtFullSpeed()
    {
        Ask();
        _pacing.Worked(TimeSpan.FromSeconds(10));
        _time.Pass(TimeSpan.FromSeconds(2));
        await WorkAsync(blocks: 1000);
        Assert.Equal(0, _time.Rests);
    }

    [Fact]
    public async Task RestAsync_WorkBeforeAnybodyAsked_IsNoDebt()
    {
        _pacing.Worked(TimeSpan.FromMinutes(10));
        Ask();
        await WorkAsync(blocks: 1);
        Assert.Equal(0, _time.Rests);
    }

    [Fact]
    public void WasAskedWithin_NeverAsked_IsNot() => Assert.False(_pacing.WasAskedWithin(TimeSpan.MaxValue));

    [Fact]
    public void WasAskedWithin_AskedBefore_GoesByTheTimeSince()
    {
        Ask();
        _time.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal((false, true), (_pacing.WasAskedWithin(TimeSpan.FromSeconds(2)), _pacing.WasAskedWithin(TimeSpan.FromSeconds(4))));
    }

    [Fact]
    public async Task RestAsync_Cancelled_EndsAtOnce()
    {
        Ask();
        _pacing.Worked(TimeSpan.FromSeconds(10));
        using var end = new CancellationTokenSource();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pacing.RestAsync(end.Token).AsTask());
    }

    private static TimeSpan Block => TimeSpan.FromMilliseconds(2);

    private void Ask() => _asked = _time.GetTimestamp();

    private async Task WorkAsync(int blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            _time.Pass(Block);
            _pacing.Worked(Block);
            await _pacing.RestAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Time that passes while somebody waits for it.</summary>
    private sealed class RestingTime : TimeProvider
    {
        private long _now = 1;

        public int Rests { get; private set; }

        public TimeSpan Longest { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Rests++;
            Longest = dueTime > Longest ? dueTime : Longest;
            Pass(dueTime);
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
            return new PastTimer();
        }

        private sealed class PastTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // It has gone off.
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
