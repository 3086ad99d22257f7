using System.Diagnostics;

namespace MovieGrains.Deploy.Tests.Running;

/// <summary>A program run to its end.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The path of a program of this machine; null when it has none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs it.</summary>
    public static Task<Command> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, new Surroundings());

    /// <summary>Runs it somewhere, with something to read.</summary>
    public static async Task<Command> RunAsync(string program, IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = surroundings.Folder ?? Project.Root,
        };
        foreach (var (name, value) in surroundings.Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(surroundings.Input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new Command(process.ExitCode, await output, await errors);
    }

    /// <summary>What it wrote to standard output, when it went well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, Output + Errors);
        return Output;
    }
}

/// <summary>Where a program runs.</summary>
internal sealed record Surroundings
{
    public string? Folder { get; init; }

    public string Input { get; init; } = "";

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
