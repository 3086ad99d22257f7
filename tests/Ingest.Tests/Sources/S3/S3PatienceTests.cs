using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Tests.Sources.S3;

public sealed class S3PatienceTests
{
    private static readonly S3SourceOptions Options = new() { Bucket = "movies", Attempts = 20 };

    private readonly ImpatientTime _time = new();

    [Fact]
    public async Task BackOffAsync_EachFailure_WaitsUpToTwiceAsLongWithinTheBound()
    {
        var patience = new S3Patience(Options, _time, new Random(7));
        double[] longest = [200, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000];
        for (var failures = 0; failures < longest.Length; failures++)
        {
            _time.Waits.Clear();
            for (var i = 0; i < 100; i++)
                await patience.BackOffAsync(failures, CancellationToken.None);

            Assert.InRange(_time.Waits.Max(wait => wait.TotalMilliseconds), longest[failures] * 0.9, longest[failures]);
            Assert.InRange(_time.Waits.Min(wait => wait.TotalMilliseconds), 0, longest[failures] * 0.1);
        }
    }

    [Fact]
    public async Task AskAsync_FailureThatPasses_IsAskedAgainAsOftenAsAllowed()
    {
        var asked = 0;
        var patience = new S3Patience(Options with { ReadTimeout = TimeSpan.FromMinutes(10) }, _time, new Random(7));

        await Assert.ThrowsAsync<IOException>(() => patience.AskAsync<int>(
            _ =>
            {
                asked++;
                throw new IOException();
            },
            CancellationToken.None));

        Assert.Equal(20, asked);
    }

    [Fact]
    public async Task InTimeAsync_NothingInTime_IsATimeout()
    {
        var patience = new S3Patience(Options, _time, new Random(7));
        _time.FiresAll = true;

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => patience.InTimeAsync(NeverAsync, CancellationToken.None));

        Assert.Equal("the server sent nothing for 30 s.", failure.Message);
        Assert.Equal([TimeSpan.FromSeconds(30)], _time.Waits);
    }

    [Fact]
    public async Task InTimeAsync_Cancelled_IsNoTimeout()
    {
        var patience = new S3Patience(Options, _time, new Random(7));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patience.InTimeAsync(NeverAsync, new CancellationToken(canceled: true)));
    }

    private static async Task<int> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    /// <summary>Time in which waits are over at once, but for those that are as long as a read may take.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public bool FiresAll { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            if (FiresAll || dueTime < Options.ReadTimeout)
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // It has fired, or never will.
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
