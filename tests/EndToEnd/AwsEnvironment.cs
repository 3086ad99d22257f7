using MovieGrains.Tests.S3;

namespace MovieGrains.EndToEnd;

/// <summary>What a process finds where AWS tools look for credentials; nothing of the machine's own.</summary>
/// <param name="Credential">Both parts of the credentials in the environment; null for none.</param>
/// <param name="File">A file of profiles, which need not be there.</param>
internal sealed record AwsEnvironment(string? Credential, string File = "/nowhere/credentials")
{
    /// <summary>The credentials that the servers of the tests know.</summary>
    public static readonly AwsEnvironment Right = new(S3Server.Credential);

    /// <summary>Other variables.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public void Set(IDictionary<string, string?> variables)
    {
        foreach (var name in variables.Keys.Where(static name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            variables.Remove(name);
        variables["AWS_SHARED_CREDENTIALS_FILE"] = File;
        variables["AWS_CONFIG_FILE"] = "/nowhere/config";
        // Asking the machine that this may run on for credentials would leave loopback.
        variables["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in Others)
            variables[name] = value;
        if (Credential is null)
            return;
        variables["AWS_ACCESS_KEY_ID"] = Credential;
        variables["AWS_SECRET_ACCESS_KEY"] = Credential;
    }
}
