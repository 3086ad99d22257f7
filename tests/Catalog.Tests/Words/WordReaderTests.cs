using System.Text;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Tests.Words;

public sealed class WordReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("!? … —", "")]
    [InlineData("The Matrix", "the matrix")]
    [InlineData("Spider-Man: No Way Home", "spider man no way home")]
    [InlineData("Ocean's Eleven", "oceans/ocean eleven")]
    [InlineData("Ocean’s Eleven", "oceans/ocean eleven")]
    [InlineData("O'Brien", "obrien/brien")]
    [InlineData("L'Avventura", "lavventura/avventura")]
    [InlineData("Singin' in the Rain", "singin/singing in the rain")]
    [InlineData("Rock 'n' Roll", "rock n roll")]
    [InlineData("don't", "dont")]
    [InlineData("E.T. the Extra-Terrestrial", "et the extra terrestrial")]
    [InlineData("M*A*S*H", "mash")]
    [InlineData("L.A. Confidential", "la confidential")]
    [InlineData("Samuel L. Jackson", "samuel l jackson")]
    [InlineData("20,000 Leagues", "20000 leagues")]
    [InlineData("3:10 to Yuma", "3 10 to yuma")]
    [InlineData("Vol.2", "vol 2")]
    [InlineData("7.5", "7 5")]
    [InlineData("日本語 Äpfel", "日本語 apfel")]
    [InlineData("Am\u00E9lie", "amelie")]
    [InlineData("one,two, three,", "one two three")]
    [InlineData("end. Of.", "end of")]
    [InlineData("a.b. c", "ab c")]
    [InlineData("1, 2,3", "1 23")]
    [InlineData("goin', in'", "goin/going in")]
    [InlineData("na\u00EFve-caf\u00E9 \u65E5a", "naive cafe \u65E5a")]
    public void MoveNext_OfAText_GivesItsWords(string text, string words)
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(Folding.Fold(text), buffer);
        var read = new List<string>();
        while (reader.MoveNext())
            read.Add(Encoding.UTF8.GetString(reader.Word) + (reader.Stem.IsEmpty ? "" : "/" + Encoding.UTF8.GetString(reader.Stem)));
        Assert.Equal(words, string.Join(' ', read));
    }

    [Fact]
    public void MoveNext_VeryLongWord_IsCut()
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(Encoding.UTF8.GetBytes(new string('a', 1000) + " b"), buffer);
        Assert.True(reader.MoveNext());
        Assert.Equal(WordReader.MaxBytes, reader.Word.Length);
        Assert.True(reader.MoveNext());
        Assert.Equal("b", Encoding.UTF8.GetString(reader.Word));
        Assert.False(reader.MoveNext());
    }
}
