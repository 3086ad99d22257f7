using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Gives movies their scores: 4 bits of class, 3 of typos (inverted), 18 of weight; the greater, the better.</summary>
/// <remarks>
/// The weight is BM25 over the fields (BM25F): for each word, the weights of the fields that have it are added up, a title's and an
/// extract's the less the longer it is; the sum saturates, and counts as much as the word is rare. Whether a word comes once
/// or five times does not count. All in integers, so that every machine gives the same order.
/// </remarks>
internal sealed class Scorer
{
    /// <summary>Scores are below this: 25 bits, what <see cref="SortKeys"/> leaves.</summary>
    public const int End = 1 << 25;

    /// <summary>What two neighbours in one name count more than a word: a tenth of what a rare word can count.</summary>
    private const int PairWeight = 600;

    private const int WeightBits = 18, TypoBits = 3, MostTypos = (1 << TypoBits) - 1;

    /// <summary>What a word counts by its <see cref="Grade"/>, in sixteenths.</summary>
    private static readonly int[] GradeWeights = [16, 12, 10, 7];

    private readonly int[] rarities = new int[SearchText.MaxWords];
    private readonly int[] titleNorms = new int[256];
    private readonly int[] extractNorms = new int[256];
    private readonly TitleFit titles = new();
    private readonly TitleKeyFit keys = new();
    private bool usesKeys;
    private SearchText search = null!;
    private PartText text = null!;

    /// <summary>Makes ready for a search.</summary>
    public void Begin(SearchText search, Forgiveness forgiveness, WordStatistics statistics)
    {
        this.search = search;
        titles.Begin(search, forgiveness);
        for (var word = 0; word < search.Words.Length; word++)
            rarities[word] = statistics.RarityOf(word);
        FillNorms(titleNorms, search.Rules.TypicalTitle);
        FillNorms(extractNorms, search.Rules.TypicalExtract);
        usesKeys = forgiveness == Forgiveness.None;
        keys.Begin(search);
    }

    /// <summary>Makes ready for a part.</summary>
    public void Begin(PartText text) => this.text = text;

    /// <summary>Lets go of the part.</summary>
    public void Release()
    {
        text = null!;
        search = null!;
    }

    /// <summary>The score of a movie that has every word in its title.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="least">A smaller score is of no interest: then −1 will do.</param>
    public int OfTitle(int movie, int least)
    {
        var found = TitleClass(movie);
        return Score(found, 0, int.MaxValue) < least ? -1 : OfTitle(movie, found);
    }

    /// <summary>The score of a movie that has every word in its title.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="found">How its title compares with what was asked for.</param>
    public int OfTitle(int movie, MatchClass found)
    {
        int typos = 0, weight = 0;
        for (var i = 0; i < search.Words.Length; i++)
        {
            if (search.Words[i].IsExcluded || text[i].GradeOf(movie, WordField.Title) is not { } grade)
                continue;
            typos += TyposOf(grade);
            weight += WordWeight(i, TitleWeight(movie, grade));
        }
        return Score(found, typos, weight);
    }

    /// <summary>The greatest score that a title of a class can have.</summary>
    /// <param name="found">The class.</param>
    /// <param name="length">How many words the title has at least.</param>
    /// <param name="isPartly">Whether it has no more than a beginning of the last word.</param>
    public int MostOfTitle(MatchClass found, int length, bool isPartly)
    {
        var weight = 0;
        for (var i = 0; i < search.Words.Length; i++)
        {
            if (search.Words[i].IsExcluded || text[i].BestGradeIn(WordField.Title) is not { } grade)
                continue;
            var best = isPartly && search.Words[i].IsPrefix && grade < Grade.Beginning ? Grade.Beginning : grade;
            weight += WordWeight(i, FieldWeight(WordField.Title, best) * titleNorms[length] >> 8);
        }
        return Score(found, 0, weight);
    }

    /// <summary>The score of a movie that has every word, but not all of them in its title.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="found">Where it has them at the worst.</param>
    public int OfOthers(int movie, MatchClass found)
    {
        int typos = 0, weight = 0;
        for (var i = 0; i < search.Words.Length; i++)
        {
            if (search.Words[i].IsExcluded)
                continue;
            var best = int.MaxValue;
            var sum = 0;
            for (var field = WordField.Title; field <= WordField.Extract; field++)
            {
                if (text[i].GradeOf(movie, field) is not { } grade)
                    continue;
                best = Math.Min(best, TyposOf(grade));
                sum += field switch
                {
                    WordField.Title => TitleWeight(movie, grade),
                    WordField.Extract => FieldWeight(field, grade) * extractNorms[text.Live.Part.Text.ExtractLengths[movie]] >> 8,
                    _ => FieldWeight(field, grade),
                };
            }
            typos += best == int.MaxValue ? 0 : best;
            weight += WordWeight(i, sum);
        }
        var pairs = text.Pairs.CountOf(movie);
        return Score(found == MatchClass.Names && pairs > 0 ? MatchClass.WholeNames : found, typos, weight + (pairs * PairWeight));
    }

    private static int Score(MatchClass found, int typos, int weight) =>
        ((int)found << (TypoBits + WeightBits))
        | ((MostTypos - Math.Min(MostTypos, typos)) << WeightBits)
        | Math.Min(weight, (1 << WeightBits) - 1);

    private static int TyposOf(Grade grade) => Math.Max(0, grade - Grade.Beginning);

    private MatchClass TitleClass(int movie)
    {
        if (usesKeys && keys.ClassOf(text.Live.Part.Text.TitleKeys[movie]) is { } found)
            return found;
        return titles.ClassOf(text.Live.Part.Titles[movie]);
    }

    private int TitleWeight(int movie, Grade grade) =>
        FieldWeight(WordField.Title, grade) * titleNorms[text.Live.Part.Text.TitleLengths[movie]] >> 8;

    /// <summary>In sixteenths.</summary>
    private int FieldWeight(WordField field, Grade grade) => search.Rules.Weights[(int)field] * GradeWeights[(int)grade];

    private int WordWeight(int word, int sum) =>
        sum == 0 ? 0 : (int)((long)rarities[word] * sum / (sum + (search.Rules.Saturation * 16)));

    /// <summary>256 for a text of typical length, up to twice that for a shorter one: 2 · typical / (typical + length).</summary>
    private static void FillNorms(int[] norms, int typical)
    {
        for (var length = 0; length < norms.Length; length++)
            norms[length] = 512 * typical / (typical + length);
    }
}
