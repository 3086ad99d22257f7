using System.Globalization;
using System.Text;
using System.Text.Json;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Movies;

/// <summary>What a set of records looks like: the figures by which a generated one is held to the real one.</summary>
internal sealed class MovieStatistics
{
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal), genres = new(StringComparer.Ordinal),
        words = new(StringComparer.Ordinal);

    private readonly HashSet<string> identities = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> years = [];
    private readonly int[] titleLengths = new int[6], castSizes = new int[11], genreCounts = new int[5];
    private long records, bytes, titleBytes, extracts, extractBytes, parts;

    /// <summary>Counts one record.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        records++;
        var title = "";
        var year = 0;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "title": title = reader.GetString()!; break;
                case "year": year = reader.GetInt32(); break;
                case "cast": parts += AddList(ref reader, names, castSizes); break;
                case "genres": AddList(ref reader, genres, genreCounts); break;
                case "extract": AddExtract(reader.GetString()!); break;
                default: reader.Skip(); break;
            }
        }
        AddTitle(title, year);
        bytes += CompactLength(json);
    }

    /// <summary>The figures as columns of a table, in the order of <see cref="Labels"/>.</summary>
    public IEnumerable<string> Values()
    {
        yield return Text(records);
        yield return Text((double)bytes / records);
        yield return Text(years.Count);
        yield return Shares(years.OrderByDescending(y => y.Value).Take(3).Select(y => y.Value));
        yield return Shares(new[] { 1929, 1969, 1999, 9999 }.Select(last => years.Where(y => y.Key <= last).Sum(y => y.Value)));
        yield return Text(genres.Count);
        yield return Shares(genres.Values.OrderDescending().Take(6));
        yield return Shares(genreCounts);
        yield return Text(names.Count);
        yield return Text((double)parts / records);
        yield return Shares(castSizes);
        foreach (var value in Frequencies(names, [1, 10, 100, 1000, 5000, 10000]))
            yield return value;
        yield return Text((double)names.Values.Count(n => n == 1) / names.Count * 100) + " %";
        yield return Text(words.Count);
        yield return Shares(titleLengths);
        foreach (var value in Frequencies(words, [1, 10, 100, 1000, 5000]))
            yield return value;
        yield return Text((double)titleBytes / records);
        yield return Text((double)(records - identities.Count) / records * 100) + " %";
        yield return Text((double)extracts / records * 100) + " %";
        yield return Text((double)extractBytes / extracts);
    }

    /// <summary>What the figures are.</summary>
    public static IEnumerable<string> Labels { get; } =
    [
        "records", "bytes per record, compact", "years", "fullest 3 years, ‰", "until 1929, 1969, 1999, now, ‰", "genres",
        "commonest 6 genres, ‰", "0, 1, 2, 3, 4+ genres, ‰", "different cast names", "cast names per record", "0, 1, … 10+ cast names, ‰",
        "movies of name 1", "of name 10", "of name 100", "of name 1,000", "of name 5,000", "of name 10,000", "names seen once",
        "different title words", "1, 2, … 6+ title words, ‰", "titles with word 1", "with word 10", "with word 100", "with word 1,000",
        "with word 5,000", "bytes per title", "title and year as another has them", "records with extract", "bytes per extract",
    ];

    private void AddTitle(string title, int year)
    {
        titleBytes += Encoding.UTF8.GetByteCount(title);
        var split = title.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in split)
            Count(words, word);
        titleLengths[Math.Clamp(split.Length, 1, titleLengths.Length) - 1]++;
        identities.Add(string.Create(CultureInfo.InvariantCulture, $"{year} {title.ToLowerInvariant()}"));
        years[year] = years.GetValueOrDefault(year) + 1;
    }

    private void AddExtract(string extract)
    {
        extracts++;
        extractBytes += Encoding.UTF8.GetByteCount(extract);
    }

    private static int AddList(ref Utf8JsonReader reader, Dictionary<string, int> counts, int[] sizes)
    {
        var size = 0;
        for (; reader.Read() && reader.TokenType == JsonTokenType.String; size++)
            Count(counts, reader.GetString()!);
        sizes[Math.Min(size, sizes.Length - 1)]++;
        return size;
    }

    private static void Count(Dictionary<string, int> counts, string value) => counts[value] = counts.GetValueOrDefault(value) + 1;

    /// <summary>The bytes without white space between tokens: files are indented or not as their supplier likes.</summary>
    private static int CompactLength(ReadOnlySpan<byte> json)
    {
        int length = 0, quoted = 0;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
                quoted ^= 1;
            else if (json[i] == '\\')
                length += i++ < json.Length ? 1 : 0;
            else if (quoted == 0 && json[i] <= ' ')
                continue;
            length++;
        }
        return length;
    }

    private static IEnumerable<string> Frequencies(Dictionary<string, int> counts, int[] ranks)
    {
        var ordered = counts.Values.OrderDescending().ToArray();
        return ranks.Select(rank => rank <= ordered.Length ? Text(ordered[rank - 1]) : "");
    }

    private string Shares(IEnumerable<int> counts) =>
        string.Join(' ', counts.Select(count => (count * 1000.0 / records).ToString("0", CultureInfo.InvariantCulture)));

    private static string Text(double value) => Format.Number(value);
}
