namespace MovieGrains.Http.Hosting;

/// <summary>Why the process could not do what it was told, in a line an operator can act on.</summary>
public static class Failure
{
    /// <summary>It could not start, or ended by itself.</summary>
    public const int ExitCode = 1;

    /// <summary>It was told something that it does not understand.</summary>
    public const int UsageExitCode = 2;

    /// <summary>Tells why, on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(string why, int exitCode = ExitCode)
    {
        ArgumentNullException.ThrowIfNull(why);
        Console.Error.WriteLine("MovieGrains: " + why.ReplaceLineEndings(" "));
        return exitCode;
    }

    /// <summary>Tells all that is wrong with the settings, on standard error, and how they are used.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(IReadOnlyList<string> faults, string usage)
    {
        ArgumentNullException.ThrowIfNull(faults);
        foreach (var fault in faults)
            Tell(fault);
        Console.Error.WriteLine(usage);
        return UsageExitCode;
    }
}
