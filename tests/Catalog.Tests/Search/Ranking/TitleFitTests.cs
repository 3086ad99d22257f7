using System.Text;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Tests.Search.Ranking;

public sealed class TitleFitTests
{
    private static readonly string[] Words =
    [
        "the", "a", "and", "of", "on", "it", "s", "t", "ab", "abc", "abcd", "ocean", "oceans", "ocean's", "o'brien", "brien", "man", "men", "spider",
        "spiderman", "spider-man", "ii", "2", "two", "e.t.", "x-men", "with", "without", "longerword", "longerwords", "singin'", "é", "日本",
    ];

    [Theory]
    [InlineData("the matrix", "The Matrix", MatchClass.TitleExact)]
    [InlineData("matrix", "The Matrix", MatchClass.TitleNearlyExact)]
    [InlineData("matri", "The Matrix", MatchClass.TitleBeginsPartly)]
    [InlineData("star", "Star Wars", MatchClass.TitleBegins)]
    [InlineData("wars star", "Star Wars", MatchClass.Title)]
    [InlineData("spiderman", "Spider-Man", MatchClass.TitleNearlyExact)]
    [InlineData("bat man", "Batman", MatchClass.TitleNearlyExact)]
    [InlineData("rocky 2", "Rocky II", MatchClass.TitleNearlyExact)]
    [InlineData("fast and furious", "Fast & Furious", MatchClass.TitleNearlyExact)]
    [InlineData("raiders lost ark", "Raiders of the Lost Ark", MatchClass.TitleNearlyExact)]
    [InlineData("the godfather part", "The Godfather Part II", MatchClass.TitleBegins)]
    public void ClassOf_ATitle_IsAsTheRulesSay(string asked, string title, object expected) =>
        Assert.Equal(expected, Fit(SearchText.Parse(asked)!, title));

    [Fact]
    public void ClassOf_AKeyThatTells_IsThatOfTheWholeTitle()
    {
        var dice = new Dice(3);
        var told = 0;
        for (var i = 0; i < 60_000; i++)
        {
            var title = string.Join(' ', dice.Some(1, 4, () => dice.Pick(Words)));
            var asked = string.Join(' ', dice.Some(1, 3, () => dice.Pick(Words)));
            asked = dice.Chance(0.5) ? asked[..dice.Between(1, asked.Length)] : asked + dice.Pick(["", " "]);
            if (SearchText.Parse(asked) is not { } search)
                continue;
            var keys = new TitleKeyFit();
            keys.Begin(search);
            if (keys.ClassOf(KeyOf(title)) is not { } found)
                continue;
            told++;
            Assert.True(found == Fit(search, title), $"[{asked}] in [{title}]: {found}, not {Fit(search, title)}");
        }
        Assert.True(told > 20_000, $"{told}");
    }

    private static MatchClass Fit(SearchText search, string title)
    {
        var fit = new TitleFit();
        fit.Begin(search, Forgiveness.None);
        return fit.ClassOf(Folding.Fold(title));
    }

    private static ulong KeyOf(string title)
    {
        var titles = new TextList();
        titles.Add(Folding.Fold(title));
        return TextIndex.KeysOf(TextColumn.Reorder(titles, [0]))[0];
    }
}
