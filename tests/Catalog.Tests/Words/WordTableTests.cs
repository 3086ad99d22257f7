using System.Text;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Tests.Words;

public sealed class WordTableTests
{
    [Fact]
    public void GetOrAdd_WordsOfAllLengths_AreNumberedAsTheyFirstCome()
    {
        var table = new WordTable();
        var words = Enumerable.Range(0, 20_000).Select(static i => Encoding.UTF8.GetBytes(Word(i))).ToArray();
        for (var again = 0; again < 2; again++)
        {
            for (var i = 0; i < words.Length; i++)
                Assert.Equal(i, table.GetOrAdd(words[i]));
        }
        Assert.Equal(words.Length, table.Words.Count);
        Assert.All(Enumerable.Range(0, words.Length), i => Assert.True(table.Words[i].SequenceEqual(words[i])));
    }

    [Theory]
    [InlineData("a", "aa")]
    [InlineData("aa", "aaa")]
    [InlineData("aaaa", "aaaaa")]
    [InlineData("abcdefg", "abcdefgh")]
    [InlineData("ab", "ab\0")]
    public void GetOrAdd_WordsThatBeginAlike_AreDifferent(string one, string other)
    {
        var table = new WordTable();
        Assert.Equal(0, table.GetOrAdd(Encoding.UTF8.GetBytes(one)));
        Assert.Equal(1, table.GetOrAdd(Encoding.UTF8.GetBytes(other)));
        Assert.Equal(0, table.GetOrAdd(Encoding.UTF8.GetBytes(one)));
    }

    private static string Word(int i) => i.ToString("x", System.Globalization.CultureInfo.InvariantCulture) + new string('é', i % 12);
}
