using System.Diagnostics;
using MovieGrains.Api.Running;
using MovieGrains.Api.Settings;
using MovieGrains.Catalog.Text;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Settings;

var began = Stopwatch.GetTimestamp();
var line = new CommandLine(ApiSettings.All, args);
if (line.WantsHelp)
{
    Console.WriteLine(ApiSettings.Usage);
    return 0;
}

try
{
    Folding.EnsureSupported();
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    var reader = new ApiOptionsReader(line, Environment.GetEnvironmentVariable, key => builder.Configuration[key]);
    if (reader.Read() is not { } options)
        return Failure.Refuse(reader.Faults, ApiSettings.Usage);
    await using var app = Composition.Build(builder, options);
    if (await Listening.StartAsync(app, options.Bind, options.Port) is { } why)
        return Failure.Tell(why);
    if (await app.MarkLoadedWhenReadyAsync())
        Console.WriteLine(ReadyLine.Of(app.Urls.First(), options, Stopwatch.GetElapsedTime(began)));
    await app.WaitForShutdownAsync();
    return 0;
}
catch (OperationCanceledException)
{
    // Told to stop while it started: that is how a start can end, too.
    return 0;
}
catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException or IOException)
{
    return Failure.Tell(failure.Message);
}
