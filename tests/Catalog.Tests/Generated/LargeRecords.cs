using System.Text;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>Records by the thousand, with common and rare words, names and years, as real ones have them.</summary>
/// <remarks>Large enough that posting lists have many blocks, bitmaps are dense and name grams have bitmaps of movies.</remarks>
internal sealed class LargeRecords
{
    private const string Vowels = "aeiouéøy";
    private const string Consonants = "bcdfghklmnprstvwzñ";

    private readonly Dice dice;
    private readonly List<string> words;
    private readonly List<string> names;
    private readonly List<string> genres;

    public LargeRecords(Dice dice)
    {
        this.dice = dice;
        words = ["the", "of", "a", "and", "$", "8½", .. dice.Some(900, 900, Word)];
        var first = dice.Some(120, 120, Word);
        var last = dice.Some(400, 400, Word);
        names = [.. dice.Some(5_000, 5_000, () => $"{dice.PickSkewed(first)} {dice.PickSkewed(last)}{(dice.Chance(0.1) ? " Jr." : "")}")];
        genres = ["Drama", "Comedy", .. dice.Some(18, 18, Word)];
    }

    /// <summary>Records of different movies, mostly: no href, so records of one title and year are one movie.</summary>
    public List<string> Next(int count) => dice.Some(count, count, Next);

    private string Next()
    {
        var title = string.Join(' ', dice.Some(1, 5, () => Case(dice.PickSkewed(words))));
        var cast = dice.Some(0, dice.Chance(0.05) ? 40 : 6, () => Case(dice.PickSkewed(names, skew: 2)));
        var some = dice.Some(0, 3, () => Case(dice.PickSkewed(genres)));
        return $"{{\"title\":{NaiveJson.Quote(title)},\"year\":{2023 - (int)(124 * Math.Pow(dice.Below(1000) / 1000.0, 2))},"
            + $"\"cast\":[{Join(cast)}],\"genres\":[{Join(some)}]}}";
    }

    private string Case(string text) => dice.Chance(0.03) ? text.ToUpperInvariant() : text;

    private static string Join(List<string> values) => string.Join(',', values.Select(NaiveJson.Quote));

    private string Word()
    {
        var word = new StringBuilder();
        for (var syllables = dice.Between(1, 3); syllables > 0; syllables--)
            word.Append(Consonants[dice.Below(Consonants.Length)]).Append(Vowels[dice.Below(Vowels.Length)]);
        if (dice.Chance(0.5))
            word.Append(Consonants[dice.Below(Consonants.Length)]);
        return word.ToString();
    }
}
