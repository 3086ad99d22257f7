using System.CommandLine;
using MovieGrains.Bench;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Movies;

var root = new RootCommand("The measurements of MovieGrains; see bench/README.md.")
{
    GenerateCommand.Create(),
    LoadCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BenchException reason)
{
    Console.Error.WriteLine($"bench: {reason.Message}");
    return 1;
}
