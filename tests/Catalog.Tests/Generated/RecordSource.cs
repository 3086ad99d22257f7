using System.Text.Json;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>Random records of <see cref="NastyWords"/>, as JSON.</summary>
/// <param name="dice">Decides.</param>
/// <param name="titles">How many of the titles to use: the fewer, the more records meet.</param>
/// <param name="years">How many of the years to use.</param>
internal sealed class RecordSource(Dice dice, int titles = int.MaxValue, int years = int.MaxValue)
{
    private readonly string[] titles = [.. dice.Shuffle(NastyWords.Titles).Take(titles)];
    private readonly int[] years = [.. dice.Shuffle(NastyWords.Years).Take(years)];

    /// <summary>Files of distinct stamps, of which some share their time.</summary>
    public List<SourceFile> Files(int count, int longest) =>
        [.. Enumerable.Range(0, count).Select(i => new SourceFile(
            SourceFile.OriginAt(i / 3, i % 3 == 2 ? "b" : "a", $"file-{i % 3}.json"), dice.Some(0, longest, Next)))];

    public string Next()
    {
        var title = dice.Pick(titles);
        var year = dice.Pick(years);
        var fields = new List<string> { $"\"title\":{Spell(title)}", $"\"year\":{year}" };
        if (dice.Chance(0.08))
            fields.Add("\"deleted\":true");
        AddHref(fields, title, year);
        AddSometimes(fields, "cast", 0.8, () => List(NastyWords.Names, 4));
        AddSometimes(fields, "genres", 0.8, () => List(NastyWords.Genres, 3));
        AddSometimes(fields, "extract", 0.2, () => JsonSerializer.Serialize($"{dice.Pick(NastyWords.Titles)} \"\n"));
        AddSometimes(fields, "thumbnail", 0.1, () => Spell(dice.Pick(NastyWords.Names)));
        AddSometimes(fields, "thumbnail_width", 0.1, () => $"{dice.Below(500)}");
        AddSometimes(fields, "thumbnail_height", 0.1, () => $"{dice.Below(500)}");
        AddSometimes(fields, "id", 0.05, () => "[\"mine\", {}]");
        foreach (var name in dice.Shuffle(NastyWords.OtherNames).Take(dice.Below(3)))
            AddSometimes(fields, name, 0.5, () => dice.Pick(NastyWords.Others));
        return $"{{{string.Join(", ", dice.Shuffle(fields))}}}";
    }

    /// <summary>Of some titles and years every record has an href, of the others at most one href occurs.</summary>
    private void AddHref(List<string> fields, string title, int year)
    {
        if (IdentityOf(title).Length % 3 == 0)
            fields.Add($"\"href\":{Spell(dice.Pick(NastyWords.Hrefs.Where(h => h.Length > 0).ToList()))}");
        else if (year % 2 == 0)
            AddSometimes(fields, "href", 0.3, () => Spell(dice.Chance(0.2) ? "" : "The_only_one"));
    }

    private static string IdentityOf(string title)
    {
        byte[] scratch = [];
        return ByteText.Of(MovieGrains.Catalog.Text.IdentityText.Normalize(System.Text.Encoding.UTF8.GetBytes(title), ref scratch));
    }

    private void AddSometimes(List<string> fields, string name, double chance, Func<string> json)
    {
        if (dice.Chance(chance))
            fields.Add($"{Spell(name)}: {(dice.Chance(0.1) ? "null" : json())}");
    }

    private string List(string[] values, int most) => $"[{string.Join(" ,", dice.Some(0, most, () => Spell(dice.Pick(values))))}]";

    /// <summary>A JSON string with more or fewer escapes.</summary>
    private string Spell(string text) => dice.Chance(0.3) ? JsonSerializer.Serialize(text) : NaiveJson.Quote(text);
}
