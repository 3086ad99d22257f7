using System.Diagnostics;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;
using MovieGrains.Http.Access;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Settings;
using MovieGrains.Standalone.Running;
using MovieGrains.Standalone.Settings;
using MovieGrains.Standalone.Storage;

var began = Stopwatch.GetTimestamp();
if (Probe.IsAskedFor(args))
    return await Probe.AskAsync(args);
var line = new CommandLine(StandaloneSettings.All, args);
if (args is [NewKey.Command, ..])
    return NewKey.Print(args[1..], Console.Out, Console.Error);
if (line.WantsHelp)
{
    Console.WriteLine(StandaloneSettings.Usage);
    return 0;
}

try
{
    Folding.EnsureSupported();
    ShortTurns.Ask();
    Rehearsal.Begin();
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    var sample = Path.Combine(AppContext.BaseDirectory, "data", "sample");
    var reader = new OptionsReader(line, Environment.GetEnvironmentVariable, key => builder.Configuration[key], sample);
    if (reader.Read() is not { } options)
        return Failure.Refuse(reader.Faults, StandaloneSettings.Usage);
    SearchRules.Enforce(options.SearchRules);
    await using var app = Composition.Build(builder, options);
    app.Services.GetRequiredService<DataFolder>();
    app.LimitStop();
    return await Service.RunAsync(app, options, began);
}
catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException or IOException)
{
    return Failure.Tell(failure.Message);
}
