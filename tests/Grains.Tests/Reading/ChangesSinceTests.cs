using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

public sealed class ChangesSinceTests
{
    private readonly FakeYears years = new();

    [Fact]
    public async Task Gather_NothingSeen_EveryMovieIsAdded()
    {
        var held = await years.FeedAsync(SourceFile.At(1, Movie("One", 1999), Movie("Two", 2000)));
        var answer = await GatherAsync(held, []);
        Assert.Equal(["Added 1999", "Added 2000"], Spell(answer));
        Assert.Equal(held.Select(SeenVersion.Of), answer.Versions);
    }

    [Fact]
    public async Task Gather_GoneOnFromEachAnswer_TellsEveryChangeOnceInTheOrderOfItsYear()
    {
        var before = await years.FeedAsync(SourceFile.At(1, Movie("One", 1999), Movie("Two", 2000)));
        await years.FeedAsync(SourceFile.At(2, """{"title":"One","year":1999,"extract":"new"}"""));
        await years.FeedAsync(SourceFile.At(3, """{"title":"One","year":1999,"deleted":true}"""));
        var held = await years.FeedAsync(SourceFile.At(4, Movie("One", 1999), Movie("Three", 2000)));

        var answer = await GatherAsync(held, [.. before.Select(SeenVersion.Of)]);

        Assert.Equal(["Updated 1999", "Deleted 1999", "Added 1999", "Added 2000"], Spell(answer));
        Assert.Equal(held.Select(SeenVersion.Of), answer.Versions);
        Assert.Empty((await GatherAsync(held, answer.Versions)).Changes);
    }

    [Fact]
    public async Task Gather_OwnerHasForgotten_IsExpired()
    {
        var before = await years.FeedAsync(SourceFile.At(1, Movie("One", 1999)));
        await years.FeedAsync(SourceFile.At(2, Movie("Two", 1999)));
        var held = await years.FeedAsync(SourceFile.At(3, Movie("Three", 1999)));
        years.ForgetCommits(1999);
        Assert.True((await GatherAsync(held, [.. before.Select(SeenVersion.Of)])).IsExpired);
    }

    [Fact]
    public async Task Gather_AnotherRecordTookItsPlace_IsExpired()
    {
        var before = await years.FeedAsync(SourceFile.At(1, Movie("One", 1999)));
        Assert.True((await GatherAsync([before[0] with { Epoch = before[0].Epoch + 1 }], [.. before.Select(SeenVersion.Of)])).IsExpired);
    }

    [Fact]
    public async Task Gather_SiloThatIsBehindTheOneAskedBefore_KeepsThePlace()
    {
        var behind = await years.FeedAsync(SourceFile.At(1, Movie("One", 1999)));
        var ahead = await years.FeedAsync(SourceFile.At(2, Movie("Two", 1999)));
        var answer = await GatherAsync(behind, [.. ahead.Select(SeenVersion.Of)]);
        Assert.False(answer.IsExpired);
        Assert.Equal(ahead.Select(SeenVersion.Of), answer.Versions);
    }

    private Task<ChangesAnswer> GatherAsync(YearVersion[] held, SeenVersion[] after) =>
        new ChangesSince(years, held).GatherAsync(after, CancellationToken.None);

    private static string Movie(string title, int year) => $$"""{"title":"{{title}}","year":{{year}}}""";

    private static IEnumerable<string> Spell(ChangesAnswer answer) =>
        answer.Changes.Select(static change => $"{(ChangeKind)change.Kind} {change.Id[..4]}");
}
