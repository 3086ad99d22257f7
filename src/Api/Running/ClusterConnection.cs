using MovieGrains.Api.Settings;
using MovieGrains.Http;

namespace MovieGrains.Api.Running;

/// <summary>The connection to the cluster: sought for as long as the process runs, whether silos, their database or neither is there
/// yet.</summary>
internal sealed partial class ClusterConnection : BackgroundService, IReadinessCheck
{
    private readonly IHost _host;
    private readonly ConnectionBackoff _backoff;
    private readonly ILogger<ClusterConnection> _log;
    private volatile bool _isStarted;
    private volatile bool _isLost;

    public ClusterConnection(ApiOptions options, TimeProvider time, ILoggerFactory logs)
    {
        _log = logs.CreateLogger<ClusterConnection>();
        _backoff = new ConnectionBackoff(time);
        _host = ClusterClientHost.Build(options, logs, client => client
            .UseConnectionRetryFilter(RetryAsync)
            .AddGatewayCountChangedHandler((_, change) => Note(change.NumberOfConnectedGateways))
            .AddClusterConnectionLostHandler((_, _) => Note(gateways: 0)));
        Client = _host.Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>Makes references to grains. Calls fail while there is no connection.</summary>
    public IClusterClient Client { get; }

    /// <inheritdoc/>
    /// <remarks>A gateway alone is not enough: until the client has started it does not know which grains there are.</remarks>
    public string? WhyNot() => _isStarted && !_isLost ? null : "No silo can be reached.";

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _isStarted = false;
        await _host.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _host.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _host.StartAsync(stoppingToken);
            _isStarted = true;
            Connected();
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop before any silo was found.
        }
    }

    private async Task<bool> RetryAsync(Exception failure, CancellationToken cancellationToken)
    {
        var pause = _backoff.Next();
        Failed(failure.GetType().Name, failure.Message.ReplaceLineEndings(" "), pause.TotalSeconds);
        await _backoff.WaitAsync(pause, cancellationToken);
        return true;
    }

    private void Note(int gateways)
    {
        var isLost = gateways == 0;
        if (_isStarted && isLost && !_isLost)
            Lost();
        _isLost = isLost;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to the cluster")]
    private partial void Connected();

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo can be reached any more; they are looked for")]
    private partial void Lost();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster can't be reached yet ({Kind}: {Why}), it is tried again in {Seconds} s")]
    private partial void Failed(string kind, string why, double seconds);
}
