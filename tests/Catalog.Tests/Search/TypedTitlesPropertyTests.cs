using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>What somebody may rely on who types a title: it comes first, it is never lost on the way, and what comes has the words.</summary>
public sealed class TypedTitlesPropertyTests(RealCatalog real) : IClassFixture<RealCatalog>
{
    private const int Catalogs = 40;

    [Fact]
    public async Task SearchAsync_TitleInAnyCatalog_FindsItOrANamesakeFirst()
    {
        for (var seed = 1; seed <= Catalogs; seed++)
        {
            await using var store = await RandomAsync(new Dice(seed));
            foreach (var movie in await MoviesAsync(store))
                await AssertFirstAsync(store, movie);
        }
    }

    [Fact]
    public async Task SearchAsync_RealTitle_FindsItOrANamesakeFirst()
    {
        var store = Real();
        foreach (var movie in new Dice(1).Shuffle(real.Naive.Movies).Take(2_000))
            await AssertFirstAsync(store, movie);
    }

    [Fact]
    public async Task SearchAsync_EachLetterMoreInAnyCatalog_NeverLosesTheTitle()
    {
        for (var seed = 1; seed <= Catalogs; seed++)
        {
            await using var store = await RandomAsync(new Dice(seed));
            foreach (var movie in (await MoviesAsync(store)).Take(20))
                AssertNeverLost(store, movie);
        }
    }

    [Fact]
    public void SearchAsync_EachLetterMoreOfARealTitle_NeverLosesIt()
    {
        var store = Real();
        foreach (var movie in new Dice(2).Shuffle(real.Naive.Movies).Take(400))
            AssertNeverLost(store, movie);
    }

    [Fact]
    public async Task SearchAsync_RealTitlesWithoutTypos_FindsOnlyWhatHasTheWords()
    {
        var store = Real();
        var dice = new Dice(3);
        var movies = real.Naive.Movies.ToDictionary(movie => movie.Id, StringComparer.Ordinal);
        foreach (var movie in dice.Shuffle(real.Naive.Movies).Take(150))
        {
            var title = TitleOf(movie);
            if (SearchText.Parse(title[..dice.Between(1, title.Length)]) is not { } search)
                continue;
            var body = await store.AskAsync(new Query { Search = search, Sort = Sort.Relevance, PageSize = 50, Fields = ["id"] });
            using var answer = JsonDocument.Parse(body);
            Assert.All(answer.RootElement.GetProperty("items").EnumerateArray(), item =>
                Assert.True(NaiveSearch.Matches(movies[item.GetProperty("id").GetString()!], search, Forgiveness.None), $"'{search.Text}' has {item}"));
        }
    }

    [Fact]
    public async Task SearchAsync_HighlightedWithoutTypos_MarksTheWordsAskedForAndAllOfThem()
    {
        for (var seed = 1; seed <= Catalogs; seed++)
        {
            var dice = new Dice(seed);
            await using var store = await RandomAsync(dice);
            foreach (var movie in (await MoviesAsync(store)).Take(15))
            {
                var title = TitleOf(movie);
                if (IsPlain(title) && SearchText.Parse(title[..Math.Max(1, title.Length - dice.Below(4))]) is { Words.Length: > 0 } search)
                    await AssertMarkedAsync(store, search);
            }
        }
    }

    private static async Task<CatalogStore> RandomAsync(Dice dice)
    {
        var files = new RecordSource(dice).Files(dice.Between(1, 20), 20);
        return await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), 6));
    }

    private static async Task<List<NaiveMovie>> MoviesAsync(CatalogStore store) => [.. new NaiveCatalog(await store.DocumentsAsync()).Movies];

    private static async Task AssertFirstAsync(CatalogStore store, NaiveMovie movie)
    {
        var title = TitleOf(movie);
        if (!IsPlain(title) || SearchText.Parse(title) is not { } search || search.Words.Length == SearchText.MaxWords)
            return;
        var body = await store.AskAsync(new Query { Search = search, Sort = Sort.Relevance, PageSize = 1, Fields = ["title"] });
        using var answer = JsonDocument.Parse(body);
        var first = answer.RootElement.GetProperty("items")[0].GetProperty("title").GetString()!;
        Assert.True(WordsOf(title).SequenceEqual(WordsOf(first), StringComparer.Ordinal), $"'{title}' finds '{first}' first.");
    }

    /// <summary>With each letter the movie is found as it is written, without a typo being forgiven.</summary>
    private static void AssertNeverLost(CatalogStore store, NaiveMovie movie)
    {
        var title = TitleOf(movie);
        if (!IsPlain(title))
            return;
        var typed = new StringBuilder();
        var filter = new TextFilter(TextField.Name, [ByteText.Bytes(movie.Title)]);
        foreach (var letter in title.EnumerateRunes())
        {
            typed.Append(letter);
            if (SearchText.Parse(typed.ToString()) is not { } search)
                continue;
            var scratch = new Scratch();
            TextSearch.Prepare(store.Current, new Query { Search = search, Sort = Sort.Relevance, Texts = [filter] }, scratch);
            Assert.True(scratch.Forgiveness == Forgiveness.None, $"'{title}' is lost at '{typed}'.");
        }
    }

    private static async Task AssertMarkedAsync(CatalogStore store, SearchText search)
    {
        var body = await store.AskAsync(new Query { Search = search, Sort = Sort.Relevance, Highlight = true });
        using var answer = JsonDocument.Parse(body);
        var items = answer.RootElement.GetProperty("items").EnumerateArray();
        foreach (var (item, marks) in items.Zip(answer.RootElement.GetProperty("highlights").EnumerateArray()))
        {
            var title = item.GetProperty("title").GetString()!;
            var marked = marks.TryGetProperty("title", out var ranges)
                ? ranges.EnumerateArray().Select(range => WordsOf(title[range[0].GetInt32()..range[1].GetInt32()])).ToList()
                : [];
            // A character is marked whole, though it folds to several words.
            Assert.All(marked, words => Assert.True(words.Exists(word => IsAsked(search, word)), $"'{search.Text}' marks '{words[0]}' in '{title}'."));
            Assert.All(WordsOf(title).Where(word => Fits(search, word)), word => Assert.Contains(word, marked.SelectMany(words => words)));
        }
    }

    private static bool Fits(SearchText search, string word) => search.Words.Any(asked => asked is { IsExcluded: false, Phrase: < 0 }
        && WordMatcher.Match(asked, Encoding.UTF8.GetBytes(word), [], WordField.Title, Forgiveness.None) is not null);

    /// <summary>Whether a word is one that was asked for, its stem is, or it is a part of one, or has one as a part.</summary>
    private static bool IsAsked(SearchText search, string word) => Fits(search, word)
        || search.Words.Select(asked => Encoding.UTF8.GetString(asked.Letters)).Any(asked =>
            asked.Contains(word, StringComparison.Ordinal) || word.Contains(asked, StringComparison.Ordinal));

    /// <summary>Whether nothing in a title means something else in a query: quotes, and what excludes.</summary>
    private static bool IsPlain(string title)
    {
        var folded = ByteText.Of(MovieGrains.Catalog.Text.Folding.Fold(title));
        return !folded.Contains('"', StringComparison.Ordinal) && !folded.StartsWith('-') && !folded.Contains(" -", StringComparison.Ordinal);
    }

    private static string TitleOf(NaiveMovie movie)
    {
        using var document = JsonDocument.Parse(movie.Document);
        return document.RootElement.GetProperty("title").GetString()!;
    }

    /// <summary>The words of a text; of one without words, the folded text.</summary>
    private static List<string> WordsOf(string text)
    {
        var folded = MovieGrains.Catalog.Text.Folding.Fold(text);
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(folded, buffer);
        var words = new List<string>();
        while (reader.MoveNext())
            words.Add(Encoding.UTF8.GetString(reader.Word));
        return words.Count > 0 ? words : [Encoding.UTF8.GetString(folded)];
    }

    private CatalogStore Real()
    {
        Assert.SkipWhen(real.Store is null, $"The real data are not here; {RealMovies.Variable} can name their folder.");
        return real.Store!;
    }
}
