using MovieGrains.Tests.S3;

[assembly: AssemblyFixture(typeof(MovieGrains.EndToEnd.BucketServer))]

namespace MovieGrains.EndToEnd;

/// <summary>One S3 server for all tests, each of which has keys of its own.</summary>
public sealed class BucketServer : IAsyncLifetime
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
    }

    /// <summary>A prefix that nobody else has.</summary>
    internal string NewPrefix() => $"test-{Interlocked.Increment(ref _prefixes)}/";
}
