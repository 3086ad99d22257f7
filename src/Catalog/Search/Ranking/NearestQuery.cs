using System.Text;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>For a search that finds nothing, the nearest one that finds something under the same filters: what
/// <see cref="NearestMerge"/> asks, answered from a snapshot.</summary>
internal static class NearestQuery
{
    /// <summary>Shorter words are near to nearly everything.</summary>
    private const int LeastLetters = 3;

    /// <summary>The nearest text; null when there is none.</summary>
    public static string? Of(Snapshot snapshot, Query query, Scratch scratch)
    {
        if (query.Search is null)
            return null;
        var merge = new NearestMerge(query);
        while (merge.Question is { } question)
            merge.Take([Answer(snapshot, query, question, scratch)]);
        return merge.Found;
    }

    /// <summary>What a snapshot says to a question of <see cref="NearestMerge"/>.</summary>
    public static PartialNearest Answer(Snapshot snapshot, Query query, NearestQuestion question)
    {
        var scratch = Scratch.Rent();
        var answer = Answer(snapshot, query, question, scratch);
        Scratch.Return(scratch);
        return answer;
    }

    private static PartialNearest Answer(Snapshot snapshot, Query query, NearestQuestion question, Scratch scratch)
    {
        if (question.Kind == NearestKind.Finds)
        {
            var first = Array.FindIndex(question.Texts, text => Finds(snapshot, query, text, scratch));
            return new PartialNearest(snapshot.Generation, first < 0 ? [] : [first], []);
        }
        var last = question.Kind == NearestKind.Words ? WordField.Extract : WordField.Genre;
        var counts = Array.ConvertAll(question.Texts, text => CountOf(snapshot, text, query.Search?.Rules, last, scratch));
        return new PartialNearest(
            snapshot.Generation, counts,
            question.Kind == NearestKind.Counts ? [] : [.. question.Texts.Select((text, i) => counts[i] > 0 ? [] : Near(snapshot, text))]);
    }

    private static bool Finds(Snapshot snapshot, Query query, string text, Scratch scratch)
    {
        if (SearchText.Parse(text, query.Search?.Rules) is not { } search)
            return false;
        TextSearch.LookUp(snapshot, search, scratch);
        return TextSearch.HasResult(snapshot, query with { Search = search }, scratch);
    }

    /// <summary>How many movies have a word, added up over fields; deleted ones not counted.</summary>
    private static long CountOf(Snapshot snapshot, string word, SearchRules? rules, WordField last, Scratch scratch)
    {
        if (SearchText.Parse(word, rules) is not { } search)
            return 0;
        long count = 0;
        var text = scratch.TextOfOneWord;
        foreach (var live in snapshot.Parts)
        {
            text.Fill(live, search);
            count += text[0].Count(live.Deleted, last);
        }
        return count;
    }

    /// <summary>The words of titles, names and genres that are spelt nearly as one is.</summary>
    private static NearWord[] Near(Snapshot snapshot, string word)
    {
        var letters = Encoding.UTF8.GetBytes(word.TrimEnd());
        var size = Words.SpellingIndex.LettersOf(letters);
        if (size < LeastLetters)
            return [];
        var near = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new List<(int Word, int Edits)>();
        foreach (var live in snapshot.Parts)
        {
            var text = live.Part.Text;
            foreach (var field in (Words.FieldWords[])[text.Title, text.Cast, text.Genres])
            {
                found.Clear();
                field.Spellings.Find(letters, size < 5 ? 1 : 2, asBeginning: false, found);
                foreach (var (other, edits) in found)
                    near[Encoding.UTF8.GetString(field.Words[other])] = edits;
            }
        }
        return [.. near.Select(static n => new NearWord(Encoding.UTF8.GetBytes(n.Key), n.Value))];
    }
}
