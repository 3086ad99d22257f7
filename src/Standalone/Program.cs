using System.Diagnostics;
using MovieGrains.Catalog.Text;
using MovieGrains.Standalone.Running;
using MovieGrains.Standalone.Settings;
using MovieGrains.Standalone.Storage;

var began = Stopwatch.GetTimestamp();
var line = new CommandLine(args);
if (line.WantsHelp)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

try
{
    Folding.EnsureSupported();
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    var sample = Path.Combine(AppContext.BaseDirectory, "data", "sample");
    var reader = new OptionsReader(line, Environment.GetEnvironmentVariable, key => builder.Configuration[key], sample);
    if (reader.Read() is not { } options)
        return Refuse(reader.Faults);
    await using var app = Composition.Build(builder, options);
    app.Services.GetRequiredService<DataFolder>();
    return await Service.RunAsync(app, options, began);
}
catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException or IOException)
{
    return Failure.Tell(failure.Message);
}

static int Refuse(IReadOnlyList<string> faults)
{
    foreach (var fault in faults)
        Failure.Tell(fault);
    Console.Error.WriteLine(CommandLine.Usage);
    return Failure.UsageExitCode;
}
