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
    public void EveryQueue_TakesMessagesOfTheRuleAlone_AndByTlsAlone()
    {
        var text = Text("deploy/terraform");
        var queues = Resource().Matches(text).Where(static m => m.Groups["type"].Value is "aws_sqs_queue").Select(static m => m.Groups["name"].Value).ToList();
        Assert.Equal(["dead_letters", "events"], queues.Order(StringComparer.Ordinal));
        var those = text[text.IndexOf("queues = merge(", StringComparison.Ordinal)..];
        foreach (var queue in queues)
        {
            Assert.Contains("sqs_managed_sse_enabled", Block(text, "resource", "aws_sqs_queue", queue), StringComparison.Ordinal);
            Assert.Contains($"{{ {queue} = aws_sqs_queue.{queue}[0] }}", those[..those.IndexOf("\n}", StringComparison.Ordinal)], StringComparison.Ordinal);
        }
        var policies = Block(text, "resource", "aws_sqs_queue_policy", "queues");
        Assert.All(["for_each = local.queues", "each.value.id", "data.aws_iam_policy_document.queues[each.key].json"], wanted => Assert.Contains(wanted, policies, StringComparison.Ordinal));
        var document = Block(text, "data", "aws_iam_policy_document", "queues");
        Assert.Contains("for_each = local.queues", document, StringComparison.Ordinal);
        var statements = Statement().Matches(document).Select(static m => m.Value).ToList();
        Assert.Equal(2, statements.Count);
        Assert.All(statements, static statement => Assert.Contains("resources = [each.value.arn]", statement, StringComparison.Ordinal));
        Assert.All(["\"sqs:SendMessage\"", "\"events.amazonaws.com\"", "\"aws:SourceArn\""], wanted => Assert.Contains(wanted, statements[0], StringComparison.Ordinal));
        Assert.All(["\"Deny\"", "\"aws:SecureTransport\""], wanted => Assert.Contains(wanted, statements[1], StringComparison.Ordinal));
        Assert.Contains("\"byQueue\"", Block(text, "resource", "aws_sqs_queue_redrive_allow_policy", "dead_letters"), StringComparison.Ordinal);
    }

    /// <summary>What is allowed is named one by one, of things that are named; Lambda's network interfaces have no names beforehand.</summary>
    [Fact]
    public void Rights_ThatAreGiven_AreNoMoreThanAreNeeded()
    {
        var allowed = Statement().Matches(Text("deploy/terraform")).Select(static m => m.Value)
            .Where(static statement => !statement.Contains("\"Deny\"", StringComparison.Ordinal)).ToList();
        Assert.All(allowed, static statement => Assert.DoesNotMatch("actions += \\[[^\\]]*\\*", statement));
        var ofEverything = Assert.Single(allowed, static statement => statement.Contains("resources = [\"*\"]", StringComparison.Ordinal));
        Assert.Contains("actions   = local.forwarder_network_actions", ofEverything, StringComparison.Ordinal);
        Assert.DoesNotContain("policy_arn", Text("deploy/terraform"), StringComparison.Ordinal);
    }

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

    private static string Block(string text, string kind, string type, string name) =>
        Assert.Single(Regex.Matches(text, $"^{kind} \"{type}\" \"{name}\" {{(.*?)^}}", RegexOptions.Multiline | RegexOptions.Singleline)).Groups[1].Value;

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

    [GeneratedRegex("^  statement \\{.*?^  \\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Statement();

    [GeneratedRegex("\n      version = \"([^\"]+)\"")]
    private static partial Regex ProviderVersion();

    [GeneratedRegex("\"((?:s3|kms|sts):[A-Z*][A-Za-z*]*)\"")]
    private static partial Regex Actions();
}
