namespace MovieGrains.Tests.S3;

/// <summary>One S3 server for many tests, each of which has keys of its own.</summary>
public abstract class SharedBucket : IAsyncLifetime
{
    private S3Server? _server;
    private int _prefixes;

    internal S3Server Server
    {
        get
        {
            Assert.SkipWhen(_server is null, "s3rver is not installed; ./movies test installs it.");
            return _server;
        }
    }

    public async ValueTask InitializeAsync() => _server = S3Server.IsInstalled ? await S3Server.StartAsync() : null;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A prefix that nobody else has.</summary>
    internal string NewPrefix() => $"test-{Interlocked.Increment(ref _prefixes)}/";
}
