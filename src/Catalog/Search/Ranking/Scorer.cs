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

    /// <summary>For titles of fewer words than this, what a word counts is worked out once a query.</summary>
    private const int TableLengths = 16;

    private const int Grades = 4;

    private const int WeightBits = 18, TypoBits = 3, MostTypos = (1 << TypoBits) - 1, ClassShift = WeightBits + TypoBits;

    /// <summary>What a word counts by its <see cref="Grade"/>, in sixteenths.</summary>
    private static readonly int[] GradeWeights = [16, 12, 10, 7];

    private readonly int[] rarities = new int[SearchText.MaxWords];
    private readonly int[] titleNorms = new int[256];
    private readonly int[] extractNorms = new int[256];
    private readonly int[] titleWeights = new int[SearchText.MaxWords * Grades * TableLengths]; // −1 until it is asked for.
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
        titleWeights.AsSpan(0, search.Words.Length * Grades * TableLengths).Fill(-1);
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

    /// <summary>How the title of a movie that has every word in it compares with what was asked for.</summary>
    public MatchClass ClassOf(int movie)
    {
        if (usesKeys && keys.ClassOf(text.Live.Part.Text.TitleKeys[movie]) is { } found)
            return found;
        return titles.ClassOf(text.Live.Part.Titles[movie]);
    }

    /// <summary>Whether a title is told at a glance to begin with what was asked for, and to go on with another word.</summary>
    public bool BeginsPlainly(int movie) => keys.BeginsPlainly(text.Live.Part.Text.TitleKeys[movie]);

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
            weight += TitleWordWeight(i, grade, text.Live.Part.Text.TitleLengths[movie]);
        }
        return Score(found, typos, weight);
    }

    /// <summary>What a score would be with another class.</summary>
    public static int WithClass(int score, MatchClass found) => (score & ((1 << ClassShift) - 1)) | ((int)found << ClassShift);

    /// <summary>The greatest score that a title can have, but for its class.</summary>
    /// <param name="length">How many words the title has at least.</param>
    /// <param name="isPartly">Whether it has no more than a beginning of the last word.</param>
    public int MostOfTitle(int length, bool isPartly)
    {
        var weight = 0;
        for (var i = 0; i < search.Words.Length; i++)
        {
            if (search.Words[i].IsExcluded || text[i].BestGradeIn(WordField.Title) is not { } grade)
                continue;
            var best = isPartly && search.Words[i].IsPrefix && grade < Grade.Beginning ? Grade.Beginning : grade;
            weight += TitleWordWeight(i, best, length);
        }
        return Score(MatchClass.Unasked, 0, weight);
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
                    WordField.Title => TitleWeight(grade, text.Live.Part.Text.TitleLengths[movie]),
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

    /// <summary>The greatest score that a movie can have that does not have every word in its title.</summary>
    /// <param name="found">Where it has them at the worst.</param>
    /// <param name="extractWords">How many words its extract has at least.</param>
    /// <param name="pairs">How many neighbours it can have in one name.</param>
    public int MostOfOthers(MatchClass found, int extractWords, int pairs)
    {
        var weight = pairs * PairWeight;
        for (var i = 0; i < search.Words.Length; i++)
        {
            if (search.Words[i].IsExcluded)
                continue;
            var sum = 0;
            for (var field = search.Words.Length == 1 ? WordField.Cast : WordField.Title; field <= WordField.Extract; field++)
            {
                if (text[i].BestGradeIn(field) is not { } grade)
                    continue;
                sum += field switch
                {
                    WordField.Title => TitleWeight(grade, 1),
                    WordField.Extract => FieldWeight(field, grade) * extractNorms[extractWords] >> 8,
                    _ => FieldWeight(field, grade),
                };
            }
            weight += WordWeight(i, sum);
        }
        return Score(found == MatchClass.Names && pairs > 0 ? MatchClass.WholeNames : found, 0, weight);
    }

    private static int Score(MatchClass found, int typos, int weight) =>
        ((int)found << ClassShift)
        | ((MostTypos - Math.Min(MostTypos, typos)) << WeightBits)
        | Math.Min(weight, (1 << WeightBits) - 1);

    private static int TyposOf(Grade grade) => Math.Max(0, grade - Grade.Beginning);

    /// <summary>What a word counts that stands in the title alone.</summary>
    private int TitleWordWeight(int word, Grade grade, int length)
    {
        if (length >= TableLengths)
            return WordWeight(word, TitleWeight(grade, length));
        ref var kept = ref titleWeights[(((word * Grades) + (int)grade) * TableLengths) + length];
        if (kept < 0)
            kept = WordWeight(word, TitleWeight(grade, length));
        return kept;
    }

    private int TitleWeight(Grade grade, int length) => FieldWeight(WordField.Title, grade) * titleNorms[length] >> 8;

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
