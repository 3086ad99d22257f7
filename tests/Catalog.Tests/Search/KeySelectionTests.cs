using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>Sort keys and the selection of the least of them, over the movies of a part.</summary>
public sealed class KeySelectionTests(LargeCatalog large) : IClassFixture<LargeCatalog>
{
    private Part Part => large.One.Current.Parts[0].Part;

    [Fact]
    public void Of_AnyOrder_SortsAsTheMoviesDo()
    {
        foreach (var sort in Sorts.All)
        {
            var keys = new SortKeys(Part, sort);
            var movies = Enumerable.Range(0, Part.Count).OrderBy(keys.Of).ToList();
            Assert.All(movies, m => Assert.Equal(m, keys.MovieOf(keys.Of(m))));
            for (var i = 1; i < movies.Count; i++)
                Assert.True(HitOrder.Compare(sort, Part, movies[i - 1], Part, movies[i]) < 0);
        }
    }

    [Fact]
    public void TryAfter_AnyPlace_BoundsWhatFollows()
    {
        var dice = new Dice(8);
        var queries = new QuerySource(dice, large.Naive);
        foreach (var sort in Sorts.All)
        {
            var keys = new SortKeys(Part, sort);
            var ordered = Enumerable.Range(0, Part.Count).OrderBy(keys.Of).ToList();
            var naive = large.Naive.Find(new Query { Sort = sort });
            for (var i = 0; i < 200; i++)
            {
                var cursor = queries.Place(sort);
                var following = naive.Count(m => NaiveOrder.Compare(m, cursor, sort) > 0);
                var found = keys.TryAfter(cursor, out var bound) ? ordered.Count(m => keys.Of(m) >= bound) : 0;
                Assert.Equal(following, found);
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 20)]
    [InlineData(1, 255)]
    [InlineData(0, 256)]
    [InlineData(7, 257)]
    [InlineData(500, 21)]
    [InlineData(3_000, 201)]
    [InlineData(1_000_000, 20)]
    public void EndGroup_GroupsOfAnySize_SelectTheLeastKeys(int skip, int wanted)
    {
        var dice = new Dice(9);
        foreach (var sort in Sorts.All)
        {
            var keys = new SortKeys(Part, sort);
            var groups = dice.Cut(Enumerable.Range(0, Part.Count).OrderBy(keys.Of).ToList(), dice.Pick([1, 300, 2_000, 10_000]));
            var bound = dice.Chance(0.5) ? 0 : keys.Of(dice.Below(Part.Count));
            var expected = groups.SelectMany(g => g).Where(m => keys.Of(m) >= bound).Skip(skip).Take(wanted).ToList();
            Assert.Equal(expected, Select(keys, bound, skip, wanted, groups.ConvertAll(dice.Shuffle)));
        }
    }

    private static List<int> Select(SortKeys keys, ulong bound, int skip, int wanted, List<List<int>> groups)
    {
        ulong[] buffer = [];
        var movies = new int[wanted];
        var selection = new KeySelection(keys, bound, skip, movies, [], ref buffer);
        foreach (var group in groups)
        {
            if (selection.IsFull)
                break;
            if (selection.TrySkip(group.Count))
                continue;
            foreach (var movie in group)
                selection.Add(movie);
            selection.EndGroup();
        }
        return [.. movies.Take(selection.Count)];
    }
}
