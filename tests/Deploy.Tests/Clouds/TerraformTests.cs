using System.Text.RegularExpressions;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Clouds;

/// <summary>What can be said of the Terraform files without AWS's provider.</summary>
public sealed partial class TerraformTests
{
    public static TheoryData<string> Modules => ["deploy/terraform", "deploy/terraform/eks"];

    [Fact]
    public async Task Files_AreFormatted()
    {
        Assert.SkipWhen(Command.Find("terraform") is null, "terraform is not installed");
        (await Command.RunAsync("terraform", "fmt", "-check", "-diff", "-recursive", Project.PathOf("deploy/terraform"))).Succeeded();
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Variables_AreDescribedTypedAndChecked(string module)
    {
        var variables = Blocks(module, "variable");
        Assert.NotEmpty(variables);
        foreach (var (name, body) in variables)
        {
            Assert.True(body.Contains("description = \"", StringComparison.Ordinal), name);
            Assert.True(Type().IsMatch(body), name);
            // A switch or a list of tags can hardly be wrong.
            Assert.True(body.Contains("validation {", StringComparison.Ordinal) || body.Contains("= bool", StringComparison.Ordinal), name);
            Assert.True(name.Contains("secret_arn", StringComparison.Ordinal) || !Secret().IsMatch(name), name);
        }
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Names_ThatAreUsed_AreDeclared(string module)
    {
        var text = Text(module);
        var declared = Blocks(module, "variable").Select(static v => "var." + v.Name)
            .Concat(Blocks(module, "module").Select(static m => "module." + m.Name))
            .Concat(Locals().Matches(text).SelectMany(static m => Local().Matches(m.Groups["body"].Value)).Select(static m => "local." + m.Groups["name"].Value))
            .Concat(Resource().Matches(text).Select(static m => (m.Groups["kind"].Value is "data" ? "data." : "") + $"{m.Groups["type"].Value}.{m.Groups["name"].Value}"))
            .ToHashSet(StringComparer.Ordinal);
        var used = Use().Matches(Strings().Replace(text, Interpolations)).Select(static m => m.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(used.Except(declared));
        Assert.Empty(Blocks(module, "variable").Select(static v => "var." + v.Name).Except(used));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Brackets_AreBalanced(string module)
    {
        var code = Strings().Replace(Text(module), "");
        Assert.All<(char Open, char Close)>([('{', '}'), ('[', ']'), ('(', ')')], pair => Assert.Equal(code.Count(c => c == pair.Open), code.Count(c => c == pair.Close)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Providers_ArePinned(string module) =>
        Assert.All(ProviderVersion().Matches(Project.Read(module + "/versions.tf")), static m => Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", m.Groups[1].Value));

    [Fact]
    public void Bucket_IsPrivateVersionedEncryptedAndForTlsAlone()
    {
        var bucket = Project.Read("deploy/terraform/bucket.tf");
        Assert.All(
            ["block_public_acls       = true", "block_public_policy     = true", "ignore_public_acls      = true", "restrict_public_buckets = true",
                "status = \"Enabled\"", "aws:SecureTransport", "sse_algorithm"],
            wanted => Assert.Contains(wanted, bucket, StringComparison.Ordinal));
    }

    [Fact]
    public void Reader_MayReadAndNothingElse() =>
        Assert.Equal(
            ["kms:Decrypt", "s3:GetObject", "s3:ListBucket", "sts:AssumeRoleWithWebIdentity"],
            Actions().Matches(Project.Read("deploy/terraform/identity.tf")).Select(static m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Password_IsNobodysHere()
    {
        var database = Project.Read("deploy/terraform/database.tf");
        Assert.Contains("manage_master_user_password = true", database, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  password", database, StringComparison.Ordinal);
        Assert.Contains("rds.force_ssl", database, StringComparison.Ordinal);
    }

    private static string Text(string module) => string.Join('\n', Directory.EnumerateFiles(Project.PathOf(module), "*.tf").Order().Select(File.ReadAllText)
        .Select(static text => Comment().Replace(text, "")));

    private static List<(string Name, string Body)> Blocks(string module, string kind) =>
        [.. Regex.Matches(Text(module), $"^{kind} \"([a-z_0-9]+)\" {{(.*?)^}}", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(static m => (m.Groups[1].Value, m.Groups[2].Value))];

    // Of a string only what is put into it counts.
    private static string Interpolations(Match text) => string.Join(' ', Interpolation().Matches(text.Value).Select(static m => m.Groups[1].Value));

    [GeneratedRegex("^ *#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Strings();

    [GeneratedRegex("\\$\\{([^}]*)\\}")]
    private static partial Regex Interpolation();

    [GeneratedRegex("^  type +=", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("password|secret|token|_key$")]
    private static partial Regex Secret();

    [GeneratedRegex("^locals \\{(?<body>.*?)^\\}", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Locals();

    [GeneratedRegex("^  (?<name>[a-z_]+) +=", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Local();

    [GeneratedRegex("^(?<kind>data|resource) \"(?<type>[a-z_0-9]+)\" \"(?<name>[a-z_0-9]+)\"", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Resource();

    [GeneratedRegex("(?<![.\\w])(?:var\\.[a-z_0-9]+|local\\.[a-z_0-9]+|module\\.[a-z_0-9]+|data\\.[a-z_0-9]+\\.[a-z_0-9]+|(?:aws|archive)_[a-z_0-9]+\\.[a-z_0-9]+)")]
    private static partial Regex Use();

    [GeneratedRegex("\n      version = \"([^\"]+)\"")]
    private static partial Regex ProviderVersion();

    [GeneratedRegex("\"((?:s3|kms|sts):[A-Z*][A-Za-z*]*)\"")]
    private static partial Regex Actions();
}
