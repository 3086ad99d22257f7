using MovieGrains.Api.Cluster;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Tests;

public sealed class VersionsTextTests
{
    [Fact]
    public void Write_AnyVersions_AreReadBack()
    {
        SeenVersion[] versions = [new(1, 0, 0), new(999, 0xFFFF, 127), new(1999, 0x1234, 128), new(9999, 1, long.MaxValue >> 1)];
        var text = VersionsText.Write(versions.Reverse());
        Assert.Equal(versions, VersionsText.TryRead(text));
        Assert.Matches("^[A-Za-z0-9.-]+$", text);
    }

    [Fact]
    public void Write_Nothing_IsReadBack() => Assert.Empty(VersionsText.TryRead(VersionsText.Write([]))!);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("1f0c-204.7")]
    public void TryRead_WhatIsNone_IsNull(string text) => Assert.Null(VersionsText.TryRead(text));

    [Fact]
    public void TryRead_CutAnywhere_IsNullOrFewer()
    {
        var text = VersionsText.Write([new(1999, 7, 300), new(2000, 7, 5)]);
        for (var length = 1; length < text.Length; length++)
            Assert.True(VersionsText.TryRead(text[..length]) is not { Length: > 1 });
    }

    [Theory]
    [InlineData("1999.3f.12", 1)]
    [InlineData("1999.3f.12,2000.ffffffffffffffff.1", 2)]
    public void OwnVersions_WhatWasTold_IsReadBack(string text, int count)
    {
        var versions = OwnVersions.TryRead(text);
        Assert.Equal(count, versions!.Length);
        Assert.Equal(text, OwnVersions.Write(versions));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1999")]
    [InlineData("0.1.1")]
    [InlineData("10000.1.1")]
    [InlineData("1999.g.1")]
    [InlineData("1999.1.-1")]
    [InlineData("1999.1.1,")]
    public void OwnVersions_WhatIsNone_IsNull(string text) => Assert.Null(OwnVersions.TryRead(text));
}
