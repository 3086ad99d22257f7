using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MovieGrains.Http.Hosting;

/// <summary>Looks at watched files from time to time: what they say takes effect without a restart.</summary>
/// <remarks>By looking rather than by being told: mounted secrets change behind links, and network file systems tell nobody.</remarks>
internal sealed partial class FileWatch(IEnumerable<Watched> files, TimeProvider time, ILogger<FileWatch> log) : BackgroundService
{
    /// <summary>How long may a key that was taken back still count? Reading a few kilobytes so often costs nothing.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Watched[] _files = [.. files];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_files.Length == 0)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        foreach (var file in _files)
        {
            var (changed, fault) = file.Refresh();
            if (changed && fault is null)
                ReadAgain(string.Join(", ", file.Paths));
            else if (changed)
                Unusable(string.Join(", ", file.Paths), fault!);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Read again, and in use from now on: {Files}")]
    private partial void ReadAgain(string files);

    [LoggerMessage(Level = LogLevel.Error, Message = "Can't be used as it is now: {Files}. What it said before stays in use. {Why}")]
    private partial void Unusable(string files, string why);
}
