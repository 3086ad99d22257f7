using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Partitions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

/// <summary>Partitions of a genre or of actors answer for years that are held elsewhere.</summary>
public sealed class DerivedAnswersTests : BesideOneStore
{
    [Fact]
    public async Task SearchAsync_PartitionAnswers_IsOneCall()
    {
        for (var year = 1950; year < 1960; year++)
            await FeedAsync([SourceFile.At(year, $$"""{"title":"M","year":{{year}},"genres":["Drama"]}""")]);
        await StartAsync(0);
        Years.Derived = (key, question) => new PartialReply(PartialResult.Answered, Encoding.UTF8.GetBytes(key.ToString()), 1, 0, 1, false, null);
        var drama = Everything with { Texts = [new TextFilter(TextField.Genre, [Folding.Fold("Drama")])] };
        Assert.Equal("genre/drama", BodyOf(await Catalog.SearchAsync(SearchRequest.Of(drama), [], Ended)));
        Assert.Equal((1L, 1L), (Meters.Calls, Meters.PartitionAnswers));

        Years.Derived = (_, _) => PartialReply.Without(PartialResult.NotReady);
        Assert.Equal(await Whole.AskAsync(drama), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(drama), [], Ended)));
    }

    [Fact]
    public async Task SearchAsync_PartitionIsSplit_AsksAllSharesAndGivesTheBytesOfOneStore()
    {
        for (var year = 1950; year < 1960; year++)
            await FeedAsync([SourceFile.At(year, [.. Enumerable.Range(0, 9).Select(i => $$"""{"title":"M{{i}}","year":{{year}},"genres":["Drama"],"cast":["A {{i}}"]}""")])]);
        await StartAsync(0);
        var shares = new Dictionary<int, (CatalogStore Store, PartialAnswers Answers)>();
        for (var share = 0; share < 4; share++)
            shares.Add(share, (await ShareAsync(PartitionKey.Parse("genre/drama").ShareOf(2, share)), new PartialAnswers(TimeProvider.System)));
        Years.Derived = (key, question) => key.Split == 0
            ? PartialReply.Without(PartialResult.Split, 2)
            : shares[key.Share].Answers.Answer(shares[key.Share].Store.View, question, key.Share + 1);
        var drama = new TextFilter(TextField.Genre, [Folding.Fold("Drama")]);
        foreach (var sort in Sorts.All)
        {
            var query = new Query { Texts = [drama], Sort = sort, Page = 3, PageSize = 7, Facets = [new FacetRequest(FacetDimension.Cast, true)] };
            Assert.Equal(await Whole.AskAsync(query), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended)));
        }
        Assert.Equal(Sorts.All.Count, Meters.PartitionAnswers);
        Assert.Equal(0, Years.Asked);
    }

    /// <summary>A store of one share of a partition.</summary>
    private async Task<CatalogStore> ShareAsync(PartitionKey key)
    {
        var items = new ItemRun();
        new PartitionItems(Whole.View, key.ToFilter()).WriteRun(items, 0, 0);
        var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var replay = store.BeginReplay();
        replay.ReadRun(items.Written);
        await replay.CommitAsync(CancellationToken.None);
        return store;
    }
}
