using System.Diagnostics;
using MovieGrains.Api.Running;
using MovieGrains.Api.Settings;
using MovieGrains.Catalog.Text;
using MovieGrains.Http.Access;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Settings;

var began = Stopwatch.GetTimestamp();
if (Probe.IsAskedFor(args))
    return await Probe.AskAsync(args);
var line = new CommandLine(ApiSettings.All, args);
if (args is [NewKey.Command, ..])
    return NewKey.Print(args[1..], Console.Out, Console.Error);
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
    app.LimitStop();
    return await Listening.RunAsync(app, options.Bind, options.Port, url => ReadyLine.Of(url, options, Stopwatch.GetElapsedTime(began)));
}
catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException or IOException)
{
    return Failure.Tell(failure.Message);
}
