using MovieGrains.Catalog.Records.Splitting;

namespace MovieGrains.Catalog.Tests.Records.Splitting;

public sealed class LineGrammarTests
{
    [Theory]
    [InlineData('{', "\"}", "{[1,:x")]
    [InlineData(':', "\"{[-0tfn", "},:]x")]
    [InlineData('[', "\"{[-0tfn]", "},:x")]
    [InlineData('"', ",:}]", "\"{[1x")]
    [InlineData('1', ",}]", "\"{[1:x")]
    [InlineData('}', ",}]", "\"{[1:x")]
    public void MayFollow_Token_AllowsWhatJsonDoes(char prior, string allowed, string others)
    {
        Assert.All(allowed, first => Assert.True(LineGrammar.MayFollow((byte)prior, (byte)first, isMember: false)));
        Assert.All(others, first => Assert.False(LineGrammar.MayFollow((byte)prior, (byte)first, isMember: false)));
    }

    [Fact]
    public void MayFollow_CommaBetweenMembers_WantsAName()
    {
        Assert.True(LineGrammar.MayFollow((byte)',', (byte)'"', isMember: true));
        Assert.False(LineGrammar.MayFollow((byte)',', (byte)'{', isMember: true));
        Assert.True(LineGrammar.MayFollow((byte)',', (byte)'{', isMember: false));
    }
}
