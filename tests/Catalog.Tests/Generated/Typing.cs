using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>What somebody types who looks for a title or a name.</summary>
internal static class Typing
{
    /// <summary>Some of a text, from a word of it on, mistyped or not.</summary>
    public static SuggestQuery Next(Dice dice, string? of = null)
    {
        while (true)
        {
            var text = of ?? (dice.Chance(0.6) ? dice.Pick(NastyWords.Titles) : dice.Pick(NastyWords.Names));
            var words = text.Split(' ');
            var letters = string.Join(' ', words[dice.Below(words.Length)..]).EnumerateRunes().Select(r => r.ToString()).ToList();
            letters = [.. letters.Take(dice.Between(1, 14))];
            for (var edits = dice.Pick([0, 0, 0, 1, 1, 2, 3]); edits > 0 && letters.Count > 1; edits--)
                Mistype(dice, letters);
            var folded = Folding.Fold(string.Concat(letters)).ToList();
            if (folded.Count == 0 && of is null)
                continue;
            if (folded.Count == 0)
                folded.Add((byte)'a');
            if (dice.Chance(0.15))
                folded.Add((byte)' ');
            return new SuggestQuery([.. folded], dice.Pick([1, 2, 5, 10, 20]));
        }
    }

    private static void Mistype(Dice dice, List<string> letters)
    {
        var at = dice.Below(letters.Count - 1);
        switch (dice.Below(4))
        {
            case 0:
                letters.RemoveAt(at);
                break;
            case 1:
                letters.Insert(at, dice.Pick(["a", "e", "日", " ", "7"]));
                break;
            case 2:
                letters[at] = dice.Pick(["b", "t", "é", "😀", "-"]);
                break;
            default:
                (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
                break;
        }
    }
}
