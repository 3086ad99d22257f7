using System.Diagnostics;
using MovieGrains.Catalog;
using MovieGrains.Http.Hosting;
using MovieGrains.Ingest;
using MovieGrains.Standalone.Settings;

namespace MovieGrains.Standalone.Running;

/// <summary>Runs the application from start to stop.</summary>
internal static class Service
{
    /// <summary>Starts, says when it is ready, and returns when it has stopped.</summary>
    /// <param name="app">What runs.</param>
    /// <param name="options">How.</param>
    /// <param name="began">The moment at which the program began, as <see cref="Stopwatch"/> has it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(WebApplication app, StandaloneOptions options, long began)
    {
        try
        {
            if (await Listening.StartAsync(app, options.Bind, options.Port) is { } why)
                return Failure.Tell(why);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while it started: that is how a start can end, too.
            await app.StopAsync();
            return 0;
        }
        // Not one after the other: told to stop in the middle of the first load, it must not wait for its end.
        var ready = SayReadyAsync(app, options, began);
        await app.WaitForShutdownAsync();
        await ready;
        return app.Services.GetRequiredService<Loading>().Failure is { } failure ? Failure.Tell(failure) : 0;
    }

    private static async Task SayReadyAsync(WebApplication app, StandaloneOptions options, long began)
    {
        var ingester = app.Services.GetRequiredService<Ingester>();
        try
        {
            await app.Services.GetRequiredService<Loading>().Loaded;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        var movies = app.Services.GetRequiredService<ICatalog>().Status.Movies;
        Console.WriteLine(ReadyLine.Of(
            app.Urls.First(), movies, ingester.Totals, app.Services.GetRequiredService<Restoring>().Took, options.Access, Stopwatch.GetElapsedTime(began)));
    }
}
