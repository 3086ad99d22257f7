using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Suggestions;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Suggests by comparing what was typed with every title and name.</summary>
internal static class NaiveSuggestions
{
    private const int TooMany = 3;

    public static string Answer(NaiveCatalog catalog, SuggestQuery query)
    {
        var prefix = Encoding.UTF8.GetString(query.Prefix);
        var all = Candidates(catalog, prefix);
        var letters = prefix.TrimEnd(' ').EnumerateRunes().Count();
        List<Candidate> found = [];
        Take(found, all, c => c.BeginningAt, query.Size);
        Take(found, all, c => c.WordAt, query.Size);
        if (letters >= 3)
            Take(found, all, c => c.NearAt(1), query.Size);
        if (letters >= 8 && found.Count == 0)
            Take(found, all, c => c.NearAt(2), query.Size);
        return $"{{\"suggestions\":[{string.Join(',', found.Select(c => c.Json))}]}}";
    }

    private static void Take(List<Candidate> found, List<Candidate> all, Func<Candidate, string?> place, int size)
    {
        var keys = found.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        var next = all.Where(c => !keys.Contains(c.Key)).Select(c => (Candidate: c, Place: place(c))).Where(c => c.Place is not null)
            .OrderByDescending(c => c.Candidate.Score)
            .ThenBy(c => c.Candidate.IsTitle ? 0 : 1)
            .ThenByDescending(c => c.Candidate.Roles)
            .ThenBy(c => c.Place, StringComparer.Ordinal)
            .ThenByDescending(c => c.Candidate.Year)
            .ThenBy(c => c.Candidate.Folded, StringComparer.Ordinal)
            .ThenBy(c => c.Candidate.Id, StringComparer.Ordinal)
            .DistinctBy(c => c.Candidate.Key, StringComparer.Ordinal);
        found.AddRange(next.Take(size - found.Count).Select(c => c.Candidate));
    }

    private static List<Candidate> Candidates(NaiveCatalog catalog, string prefix)
    {
        var likelihoods = catalog.Movies.ToDictionary(m => m, LikelihoodOf);
        var titles = catalog.Movies.Select(m => new Candidate($"{m.Year} {m.Title}", m.Title, prefix, likelihoods[m], 0, m.Year, m.Id,
            $"{{\"kind\":\"title\",\"text\":{m.Fields.Single(f => f.Name is "title").Json["\"title\":".Length..]},\"year\":{m.Year},\"id\":\"{m.Id}\"}}"));
        var values = NaiveFacets.Terms(catalog.Movies, m => m.Cast).ToDictionary(t => t.Folded, t => t.Json, StringComparer.Ordinal);
        var names = catalog.Movies.SelectMany(m => m.Cast.Select(c => (c.Folded, Movie: m))).GroupBy(c => c.Folded, StringComparer.Ordinal).Select(g =>
        {
            var roles = g.Sum(c => (long)Likelihood.OfRole(likelihoods[c.Movie]));
            var json = values[g.Key].Replace("{\"value\":", "{\"kind\":\"cast\",\"text\":", StringComparison.Ordinal)
                .Replace(",\"count\":", ",\"movies\":", StringComparison.Ordinal);
            return new Candidate($"name {g.Key}", g.Key, prefix, Likelihood.OfName(roles), roles, 0, "", json) { IsTitle = false };
        });
        return [.. titles, .. names];
    }

    private static int LikelihoodOf(NaiveMovie movie)
    {
        using var document = JsonDocument.Parse(movie.Document);
        var extract = movie.Fields.FirstOrDefault(f => f.Name is "extract").Json is { } json
            ? Encoding.UTF8.GetByteCount(json) - "\"extract\":\"\"".Length
            : 0;
        return Likelihood.OfTitle(
            extract, movie.Fields.Any(f => f.Name is "thumbnail"), document.RootElement.GetProperty("cast").GetArrayLength(), movie.Year, movie.Title.Length);
    }

    /// <summary>A title or name, and where in it what was typed begins.</summary>
    private sealed record Candidate(string Key, string Folded, string Prefix, int Score, long Roles, int Year, string Id, string Json)
    {
        public bool IsTitle { get; init; } = true;

        /// <summary>The least of the texts from its beginning on, or what counts as such, that begins with what was typed.</summary>
        public string? BeginningAt => Least(at => IsBeginning(at) && Begins(at));

        public string? WordAt => Least(Begins);

        public string? NearAt(int edits) => Least(at => Distance(at) <= edits);

        private string? Least(Func<int, bool> condition) =>
            Places().Where(condition).Select(at => Folded[at..] + ' ').Order(StringComparer.Ordinal).FirstOrDefault();

        private IEnumerable<int> Places() => Enumerable.Range(0, Folded.Length).Where(at => at == 0
            || (IsLetter(Folded[at]) && !IsLetter(Folded[at - 1]) && !(Folded[at - 1] == '\'' && at > 1 && IsLetter(Folded[at - 2]))));

        private bool IsBeginning(int at)
        {
            var before = new string([.. Folded[..at].SkipWhile(c => !IsLetter(c))]);
            return at == 0 || before is "" or "the " or "a " or "an ";
        }

        private bool Begins(int at) => (Folded[at..] + ' ').StartsWith(ByteText.OfUtf8(Prefix), StringComparison.Ordinal);

        private int Distance(int at)
        {
            var text = Runes(Encoding.UTF8.GetString(ByteText.Bytes(Folded[at..] + ' ')));
            var typed = Runes(Prefix);
            var rows = new int[text.Length + 1, typed.Length + 1];
            var least = TooMany;
            for (var i = 0; i <= text.Length; i++)
            {
                for (var j = 0; j <= typed.Length; j++)
                {
                    if (i == 0 || j == 0)
                    {
                        rows[i, j] = i + j;
                        continue;
                    }
                    rows[i, j] = Math.Min(
                        rows[i - 1, j - 1] + (text[i - 1] == typed[j - 1] ? 0 : 1), Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                    if (i > 1 && j > 1 && text[i - 1] == typed[j - 2] && text[i - 2] == typed[j - 1])
                        rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                    if (j <= 4 && rows[i, j] > 1)
                        rows[i, j] = TooMany; // Of two edits no more than one is forgiven within the first four letters.
                }
                least = Math.Min(least, rows[i, typed.Length]);
            }
            return least;
        }

        private static int[] Runes(string text) => [.. text.EnumerateRunes().Select(r => r.Value)];

        private static bool IsLetter(char c) => c >= 0x80 || char.IsAsciiLetterOrDigit(c);
    }
}
