using System.Text;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Bytes as a string of one character each, so that ordinal comparison and search are those of the bytes.</summary>
internal static class ByteText
{
    public static string Of(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string OfUtf8(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static byte[] Bytes(string byteText) => Encoding.Latin1.GetBytes(byteText);
}
