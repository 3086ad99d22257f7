namespace MovieGrains.Standalone.Running;

/// <summary>Why the process could not do what it was told, in a line an operator can act on.</summary>
internal static class Failure
{
    /// <summary>It could not start, or ended by itself.</summary>
    public const int ExitCode = 1;

    /// <summary>It was told something that it does not understand.</summary>
    public const int UsageExitCode = 2;

    /// <summary>Tells why, on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(string why, int exitCode = ExitCode)
    {
        Console.Error.WriteLine("MovieGrains: " + why.ReplaceLineEndings(" "));
        return exitCode;
    }
}
