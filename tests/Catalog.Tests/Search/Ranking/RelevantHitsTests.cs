using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;

namespace MovieGrains.Catalog.Tests.Search.Ranking;

/// <summary>What is passed over while the best are looked for must not be among them: against all matches, each scored, sorted.</summary>
public sealed class RelevantHitsTests(LargeCatalog large, RealCatalog real) : IClassFixture<LargeCatalog>, IClassFixture<RealCatalog>
{
    [Fact]
    public void Select_ManyMatches_TakesTheBestOfAll() => AssertTakesTheBest(large.One, new Dice(1), 400);

    [Fact]
    public void Select_ManyMatchesInSeveralParts_TakesTheBestOfAll() => AssertTakesTheBest(large.Several, new Dice(2), 400);

    [Fact]
    public void Select_RealMovies_TakesTheBestOfAll()
    {
        Assert.SkipWhen(real.Store is null, $"The real data are not here; {RealMovies.Variable} can name their folder.");
        AssertTakesTheBest(real.Store!, new Dice(3), 300);
    }

    private static void AssertTakesTheBest(CatalogStore store, Dice dice, int queries)
    {
        for (var i = 0; i < queries; i++)
        {
            var text = Typed(store.Current, dice);
            if (SearchText.Parse(text) is not { } search)
                continue;
            var query = new Query { Search = search, Sort = Sort.Relevance };
            var scratch = new Scratch();
            TextSearch.Prepare(store.Current, query, scratch);
            foreach (var live in store.Current.Parts)
                AssertTakesTheBest(live, query, dice.Below(3) * 5, dice.Pick([1, 2, 21, 100]), scratch);
        }
    }

    private static void AssertTakesTheBest(LivePart live, Query query, int skip, int most, Scratch scratch)
    {
        var expected = Sorted(live, query, scratch).Skip(skip).Take(most).ToList();
        var hits = new OrderedHits();
        hits.Fill(0, live.Part, PartMatcher.Match(live, query, null, scratch), query, skip, most, scratch);
        Assert.True(
            expected.SequenceEqual(Enumerable.Range(0, hits.Count).Select(place => hits[place])),
            $"'{query.Search!.Text}', {most} after {skip}: {string.Join(' ', expected)}");
    }

    private static List<int> Sorted(LivePart live, Query query, Scratch scratch)
    {
        var text = scratch.TextOf(live.Part);
        scratch.Scorer.Begin(text);
        text.Pairs.Fill(text);
        var keys = new SortKeys(live.Part, query.Sort);
        var movies = new List<(ulong Key, int Movie)>();
        for (var walker = PartMatcher.Match(live, query, null, scratch).WalkFrom(0); walker.MoveNext();)
            movies.Add((keys.Of(walker.Current, ScoreOf(walker.Current, text, scratch.Scorer)), walker.Current));
        movies.Sort();
        return [.. movies.Select(m => m.Movie)];
    }

    private static int ScoreOf(int movie, PartText text, Scorer scorer) =>
        Bitmap.Contains(text.InTitle, movie) ? scorer.OfTitle(movie, scorer.ClassOf(movie))
        : scorer.OfOthers(movie, Bitmap.Contains(text.InNames, movie) ? MatchClass.Names : MatchClass.Extract);

    /// <summary>The first letters of a title or name, of one from the end of another, or of two words run together.</summary>
    private static string Typed(Snapshot snapshot, Dice dice)
    {
        var part = dice.Pick(snapshot.Parts).Part;
        string Title() => System.Text.Encoding.UTF8.GetString(part.Titles[dice.Below(part.Count)]);
        string Name() => part.Cast.Count == 0 ? Title() : System.Text.Encoding.UTF8.GetString(part.Cast.Folded[dice.Below(part.Cast.Count)]);
        var text = dice.Below(6) switch
        {
            0 => Name(),
            1 => Title().Split(' ')[^1] + " " + Name(),
            2 => dice.Pick(["the ", "a ", "with the ", "of ", "an "]) + Title(),
            3 => string.Concat(Title().Split(' ').Take(2)),
            _ => Title(),
        };
        return text[..Math.Min(text.Length, dice.Between(1, dice.Chance(0.6) ? 6 : 20))] + (dice.Chance(0.2) ? " " : "");
    }
}
