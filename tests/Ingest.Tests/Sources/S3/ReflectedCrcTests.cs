using System.Text;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Tests.Sources.S3;

/// <summary>Against the check values that the catalogue of such checks gives for the nine digits.</summary>
public sealed class ReflectedCrcTests
{
    [Fact]
    public void Value_NineDigits_IsTheKnownOne()
    {
        Assert.Equal("CBF43926", OfDigits(ReflectedCrc.Crc32()));
        Assert.Equal("E3069283", OfDigits(ReflectedCrc.Crc32C()));
        Assert.Equal("AE8B14860A799888", OfDigits(ReflectedCrc.Crc64Nvme()));
    }

    [Fact]
    public void Value_Nothing_IsZero()
    {
        Assert.Equal(new byte[4], ReflectedCrc.Crc32().Value());
        Assert.Equal(new byte[8], ReflectedCrc.Crc64Nvme().Value());
    }

    private static string OfDigits(ReflectedCrc crc)
    {
        crc.Append("1234"u8);
        crc.Append(Encoding.ASCII.GetBytes("56789"));
        return Convert.ToHexString(crc.Value());
    }
}
