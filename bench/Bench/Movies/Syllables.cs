using System.Text;

namespace MovieGrains.Bench.Movies;

/// <summary>Pronounceable words made from numbers: different numbers give, but for rare accidents, different words.</summary>
internal static class Syllables
{
    private static readonly string[] Onsets =
    [
        "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "cl", "st", "tr", "sh", "th", "gr",
    ];

    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ea", "ai", "oo", "ie", "ou"];

    private static readonly string[] Codas = ["", "n", "r", "l", "s", "t", "m", "d", "ck", "nd", "st", "x"];

    private static readonly string[] Endings =
    [
        "son", "man", "er", "ley", "ton", "berg", "ini", "ski", "ard", "well", "field", "stein", "ford", "wood", "sen", "ez",
        "elli", "worth", "by", "ham", "kin", "mont", "ette", "ova", "land", "ez", "ano", "ell", "wick", "burn", "smith", "ström",
    ];

    /// <summary>Every syllable, in UTF-8.</summary>
    private static readonly byte[][] All =
    [
        .. from coda in Codas from vowel in Vowels from onset in Onsets select Encoding.UTF8.GetBytes(onset + vowel + coda),
    ];

    private static readonly byte[][] Surnames = [.. Endings.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Adds the word of a number: one syllable for the first few hundreds, then two, then more.</summary>
    public static void AddWord(ByteText text, int number)
    {
        text.Add(Syllable(number));
        for (var rest = number / All.Length; rest > 0; rest /= All.Length)
            text.Add(Syllable(rest));
    }

    /// <summary>Adds the surname of a number, beginning with a capital.</summary>
    public static void AddSurname(ByteText text, int number)
    {
        var start = text.Length;
        AddWord(text, number / Surnames.Length);
        text.Add(Surnames[number % Surnames.Length]);
        text.Capitalise(start);
    }

    /// <summary>The syllable of a number's last digit; scattered, so that neighbours don't sound alike.</summary>
    private static byte[] Syllable(int number)
    {
        // 1009 shares no factor with the number of syllables, so this visits each of them.
        return All[(int)((uint)number * 1009L % All.Length)];
    }
}
