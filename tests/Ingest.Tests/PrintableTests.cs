namespace MovieGrains.Ingest.Tests;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain/key é 映画 🎬.json", "plain/key é 映画 🎬.json")]
    [InlineData("a\r\nb", "a\\u000D\\u000Ab")]
    [InlineData("\u001b[0m\u0085\u2028\u202e\u200b\u007f", "\\u001B[0m\\u0085\\u2028\\u202E\\u200B\\u007F")]
    [InlineData("a\\u000A", "a\\u005Cu000A")]
    [InlineData("", "")]
    public void Escape_Text_ShowsWhatItIs(string text, string expected) => Assert.Equal(expected, Printable.Escape(text));

    [Fact]
    public void Escape_LoneSurrogate_IsEscaped() => Assert.Equal("a\\uD83C", Printable.Escape("a" + '\uD83C'));

    [Fact]
    public void Escape_LongText_IsCut() => Assert.Equal(401, Printable.Escape(new string('x', 5000)).Length);
}
