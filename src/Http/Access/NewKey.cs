using System.Security.Cryptography;

namespace MovieGrains.Http.Access;

/// <summary>Makes keys, for the command line: <c>key NAME SCOPES</c>.</summary>
public static class NewKey
{
    /// <summary>The command's name.</summary>
    public const string Command = "key";

    private const string Usage = "key NAME [SCOPES]   makes a key; SCOPES are some of read, write, ingest and admin, with commas between";

    /// <summary>What a key begins with, so that whatever looks for leaked secrets can tell it.</summary>
    private const string Prefix = "mg_";

    /// <summary>As many bits as the hash has.</summary>
    private const int Bytes = 32;

    /// <summary>Prints a new key, and the line by which a keys file knows it.</summary>
    /// <param name="arguments">A name, and scopes when they are not the usual ones.</param>
    /// <param name="output">Takes the key and its line.</param>
    /// <param name="errors">Takes what is wrong with the arguments.</param>
    /// <returns>The exit code.</returns>
    public static int Print(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        var scopes = arguments.Count == 2 ? ScopesText.TryRead(arguments[1]) : ApiKey.UsualScopes;
        if (arguments.Count is not (1 or 2) || scopes is null)
        {
            errors.WriteLine(Usage);
            return Hosting.Failure.UsageExitCode;
        }
        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        try
        {
            var hash = ApiKey.Hash(key);
            ApiKey.Of(arguments[0], hash, scopes.Value, until: null);
            output.WriteLine($"key:  {key}");
            output.WriteLine($"line: {KeysFile.Line(arguments[0], hash, scopes.Value)}");
            return 0;
        }
        catch (FormatException fault)
        {
            errors.WriteLine(fault.Message);
            return Hosting.Failure.UsageExitCode;
        }
    }
}
