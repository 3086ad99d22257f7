namespace MovieGrains.Ingest.Sources;

/// <summary>How long is waited for a server, how often it is asked again, and when.</summary>
internal sealed class S3Patience(S3SourceOptions options, TimeProvider time, Random random)
{
    private readonly Lock _randomLock = new();

    /// <summary>Makes a request, and makes it anew while it fails in a way that may pass and attempts are left.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; )
        {
            try
            {
                return await InTimeAsync(request, cancellationToken);
            }
            catch (Exception e) when (S3Faults.IsPassing(e) && ++failures < options.Attempts)
            {
                await BackOffAsync(failures, cancellationToken);
            }
        }
    }

    /// <summary>Does one thing, which must come to its end in time.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ReadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await request(either.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"the server sent nothing for {options.ReadTimeout.TotalSeconds:0.#} s.", e);
        }
    }

    /// <summary>Waits before the next request: exponentially longer, and at random, so that many who failed at once return one by one.</summary>
    /// <param name="failures">How many requests in a row have brought nothing; 0 when the last one broke off later.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task BackOffAsync(int failures, CancellationToken cancellationToken)
    {
        var longest = Math.Min(options.MaxBackOff.TotalMilliseconds, Doubled(failures - 1));
        return Task.Delay(TimeSpan.FromMilliseconds(longest * Draw()), time, cancellationToken);
    }

    private double Doubled(int times) => options.BackOff.TotalMilliseconds * Math.Pow(2, Math.Max(0, times));

    private double Draw()
    {
        lock (_randomLock)
            return random.NextDouble();
    }
}
