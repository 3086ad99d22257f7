using System.Text;
using MovieGrains.Http.Access;
using MovieGrains.Http.Hosting;

namespace MovieGrains.Http.Tests.Access;

public sealed class KeysFileTests
{
    private static readonly string Hash = ApiKey.Hash("key");

    [Fact]
    public void Read_LinesOfAllForms_AreTheirKeys()
    {
        var keys = Read($"\uFEFF# of the first quarter\n\nalice sha256:{Hash}:write,ingest\r\n\tbob  SHA256:{Hash.ToUpperInvariant()}:read until=2027-01-31\ncarol sha256:{Hash}:admin until=2027-01-31T12:00:00Z");
        Assert.Equal(["alice", "bob", "carol"], keys.Select(key => key.Name));
        Assert.Equal([Scopes.Write | Scopes.Ingest, Scopes.Read, Scopes.Admin], keys.Select(key => key.Scopes));
        Assert.Equal([null, At(0), At(12)], keys.Select(key => key.Until));
        static DateTimeOffset At(int hour) => new(2027, 1, 31, hour, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    public void Read_CommentsAlone_AreNoKeys() => Assert.Empty(Read("# nobody\n"));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n \n", "empty")]
    [InlineData("alice:{0}", "Line 1")]
    [InlineData("# x\nalice {0}:write", "Line 2")]
    [InlineData("alice sha256:{0}", "scopes")]
    [InlineData("alice sha256:{0}:", "scopes")]
    [InlineData("alice sha256:{0}:write,", "scopes")]
    [InlineData("alice sha256:{0}:Write", "scopes")]
    [InlineData("alice sha256:{0}:delete", "read, write, ingest and admin")]
    [InlineData("alice sha256:0{0}:write", "64")]
    [InlineData("alice sha256:{0}:write 2027-01-31", "until=")]
    [InlineData("alice sha256:{0}:write until=tomorrow", "until=")]
    [InlineData("alice sha256:{0}:write until=2027-01-31 more", "written")]
    [InlineData("al/ice sha256:{0}:write", "name")]
    public void Read_BadLine_IsRefusedWithoutShowingAHash(string text, string why)
    {
        var fault = Assert.Throws<FormatException>(() => Read(text.Replace("{0}", Hash, StringComparison.Ordinal)));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Hash[..8], fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("write,ingest", "write,ingest")]
    [InlineData("admin", "admin")]
    [InlineData(null, "read,write,ingest")]
    public void NewKey_ItsLine_IsOneOfTheFileAndHasTheKey(string? scopes, string expected)
    {
        var output = new StringWriter();
        Assert.Equal(0, NewKey.Print(scopes is null ? ["alice"] : ["alice", scopes], output, TextWriter.Null));
        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        var key = Assert.Single(Read(lines[1].Replace("line: ", "", StringComparison.Ordinal)));
        Assert.Equal(("alice", expected), (key.Name, ScopesText.Of(key.Scopes)));
        var shown = lines[0].Replace("key:  ", "", StringComparison.Ordinal);
        Assert.Same(key, ShownKey.Find(shown, [key], []));
        Assert.Null(ShownKey.Find(shown + "0", [key], []));
    }

    [Theory]
    [InlineData]
    [InlineData("alice", "all")]
    [InlineData("alice", "write", "more")]
    [InlineData("al ice", "write")]
    public void NewKey_OtherArguments_AreRefused(params string[] arguments)
    {
        var errors = new StringWriter();
        Assert.Equal(Failure.UsageExitCode, NewKey.Print(arguments, TextWriter.Null, errors));
        Assert.NotEmpty(errors.ToString());
    }

    private static IReadOnlyList<ApiKey> Read(string text) => KeysFile.Read(Encoding.UTF8.GetBytes(text));
}
