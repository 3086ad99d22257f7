using System.Diagnostics;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Settings;
using MovieGrains.Silo.Running;
using MovieGrains.Silo.Schema;
using MovieGrains.Silo.Settings;
using Npgsql;
using Orleans.Runtime;

const string printSchema = "--print-schema";

var began = Stopwatch.GetTimestamp();
if (Probe.IsAskedFor(args))
    return await Probe.AskAsync(args);
if (args.Contains(printSchema))
{
    Console.WriteLine(SchemaStep.Script);
    return 0;
}
var line = new CommandLine(SiloSettings.All, args);
if (line.WantsHelp)
{
    Console.WriteLine(SiloSettings.Usage);
    return 0;
}

try
{
    Folding.EnsureSupported();
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    var reader = new SiloOptionsReader(line, Environment.GetEnvironmentVariable, key => builder.Configuration[key]);
    if (reader.Read() is not { } read)
        return Failure.Refuse(reader.Faults, SiloSettings.Usage);
    var options = read with { SiloPort = FreePort.Of(read.SiloPort), GatewayPort = FreePort.Of(read.GatewayPort) };
    SearchRules.Enforce(options.SearchRules);
    await using var app = Composition.Build(builder, options);
    app.LimitStop();
    if (!await Preparing.RunAsync(app))
        return 0;
    return await Listening.RunAsync(app, options.Bind, options.Port, url => ReadyLine.Of(url, options, Stopwatch.GetElapsedTime(began)));
}
catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException or IOException)
{
    return Failure.Tell(failure.Message);
}
catch (Exception failure) when (failure is OrleansException or NpgsqlException or TimeoutException)
{
    return Failure.Tell("The silo could not join its cluster: " + failure.Message);
}
