using System.Buffers;
using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Tests.Golden;
using static System.FormattableString;

namespace MovieGrains.Catalog.Tests.Search.Golden;

/// <summary>The golden queries, asked of the engine over the real movies.</summary>
public sealed class GoldenTests(RealCatalog real) : IClassFixture<RealCatalog>
{
    private const double LeastMeanReciprocalRank = 0.9;
    private const double LeastSuccessAtThree = 0.95;

    [Fact]
    public void Read_TheSet_ExpectsMoviesThatThereAre()
    {
        SkipWithoutMovies();
        var known = real.Naive.Movies.Select(movie => movie.Id).ToHashSet(StringComparer.Ordinal);
        Assert.All(GoldenSet.Queries.SelectMany(query => query.Expect), id => Assert.Contains(id, known));
    }

    [Fact]
    public async Task SearchAsync_GoldenQueries_FindsWhatIsMeant()
    {
        SkipWithoutMovies();
        var score = new QualityScore();
        foreach (var query in GoldenSet.Queries)
            score.Add(query, await IdsAsync(real.Store!, query.Q));
        Tell(score);
        Assert.InRange(score.MeanReciprocalRank, LeastMeanReciprocalRank, 1);
        Assert.InRange(score.SuccessAtThree, LeastSuccessAtThree, 1);
    }

    private static async Task<List<string>> IdsAsync(CatalogStore store, string text)
    {
        if (SearchText.Parse(text) is not { } asked)
            return [];
        var query = new Query { Search = asked, Sort = Sort.Relevance, PageSize = QualityScore.Depth, Fields = ["id"] };
        var body = new ArrayBufferWriter<byte>();
        await store.SearchAsync(query, body, TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(body.WrittenMemory);
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    /// <summary>To the console, which shows what a run that passes says, too.</summary>
    private void Tell(QualityScore score)
    {
        foreach (var miss in score.Misses)
            Console.WriteLine(Invariant(
                $"missed: {miss.Query.Q} ({miss.Query.Kind}): place {Place(miss.Rank)}, wanted within {miss.Query.Within}; first {TitleOf(miss.First)}"));
        Console.WriteLine(Invariant(
            $"search quality: MRR {score.MeanReciprocalRank:0.000}, success@3 {score.SuccessAtThree:0.000}, {score.Queries} queries, {score.Misses.Count} missed"));
    }

    private static string Place(int? rank) => rank is { } place ? Invariant($"{place}") : "none";

    private string TitleOf(string? id) =>
        real.Naive.Movies.FirstOrDefault(movie => string.Equals(movie.Id, id, StringComparison.Ordinal)) is { } movie ? $"{movie.Title} ({movie.Year})" : "nothing";

    private void SkipWithoutMovies() => Assert.SkipWhen(real.Store is null, $"The real data are not here; {RealMovies.Variable} can name their folder.");
}
