using System.Runtime.InteropServices;
using MovieGrains.Silo.Schema;

namespace MovieGrains.Silo.Running;

/// <summary>What a silo stands on is looked at before anything starts, so that what is missing is told in a sentence, and not by the traces of
/// whatever fails for want of it.</summary>
internal static class Preparing
{
    /// <summary>Looks, and waits for a database that is not there yet.</summary>
    /// <returns>False when it was told to stop meanwhile.</returns>
    /// <exception cref="InvalidOperationException">The silo can't start; the message says why.</exception>
    public static async Task<bool> RunAsync(WebApplication app)
    {
        using var stop = new CancellationTokenSource();
        // Whoever runs the application hears signals only from when it starts.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            if (app.Services.GetService<SchemaAtStart>() is { } schema)
                await schema.StartingAsync(stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
