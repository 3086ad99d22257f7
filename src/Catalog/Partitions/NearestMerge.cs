using System.Text;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Partitions;

/// <summary>For a search that finds nothing, the nearest one that finds something under the same filters: asks all partitions, or the only one
/// there is, a few questions, each of all of them.</summary>
/// <remarks>
/// First each word that no movie has is replaced by the nearest that some movie has, which may differ by more than matching forgives;
/// then, as long as nothing is found, a word is left out: those first that fewest movies have. All of it is a function of the
/// whole catalogue. Four questions at most: for the words, for those near at one edit, for those at two where nobody has the
/// former any more, and for what finds something.
/// </remarks>
public sealed class NearestMerge
{
    /// <summary>Longer searches are left alone: leaving out word after word costs a search each.</summary>
    private const int MostWords = 8;

    /// <summary>No near word is further away.</summary>
    private const int MostEdits = 2;

    private readonly SearchText? search;
    private readonly List<Asked> words = [];

    /// <summary>Begins.</summary>
    /// <param name="query">A query that finds nothing.</param>
    public NearestMerge(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        search = query.Search;
        if (search is null || search.Words.Length is 0 or > MostWords || search.Words.Any(static w => w.IsExcluded || w.Phrase >= 0))
            return;
        words.AddRange(search.Words.Select(static w => new Asked(Encoding.UTF8.GetString(w.Letters))));
        Question = new NearestQuestion(
            NearestKind.Words, [.. words.Select((word, i) => i == words.Count - 1 && search.Words[i].IsPrefix ? word.Text : word.Text + " ")]);
    }

    /// <summary>What is to be asked next; null when nothing is.</summary>
    public NearestQuestion? Question { get; private set; }

    /// <summary>What has been found in the end; null when nothing has.</summary>
    public string? Found { get; private set; }

    /// <summary>Takes what the partitions say to the <see cref="Question"/>.</summary>
    public void Take(IReadOnlyList<PartialNearest> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var question = Question ?? throw new InvalidOperationException("Nothing has been asked.");
        switch (question.Kind)
        {
            case NearestKind.Words:
                TakeWords(answers);
                break;
            case NearestKind.Counts:
                TakeCounts(question, answers);
                break;
            default:
                var first = answers.SelectMany(static answer => answer.Counts).DefaultIfEmpty(-1).Min();
                (Found, Question) = (first < 0 ? null : question.Texts[first].TrimEnd(), null);
                return;
        }
        Question = NextWords() ?? Shortened();
    }

    private void TakeWords(IReadOnlyList<PartialNearest> answers)
    {
        for (var i = 0; i < words.Count; i++)
        {
            words[i].Count = answers.Sum(answer => answer.Counts[i]);
            // Of one that some partition has, the others tell of near ones in vain.
            if (words[i].Count > 0)
                continue;
            foreach (var near in answers.SelectMany(answer => answer.Near[i]))
                words[i].Near[Encoding.UTF8.GetString(near.Word)] = near.Edits;
        }
    }

    /// <summary>Takes the one of most movies, of those the first by its bytes.</summary>
    private void TakeCounts(NearestQuestion question, IReadOnlyList<PartialNearest> answers)
    {
        for (var i = 0; i < question.Texts.Length; i++)
        {
            var (text, count) = (question.Texts[i].TrimEnd(), answers.Sum(answer => answer.Counts[i]));
            foreach (var word in words.Where(word => word.IsLookedFor && word.Near.ContainsKey(text)))
                word.Offer(text, count);
        }
        words.ForEach(static word => word.EndDistance());
    }

    /// <summary>Asks for the words that are nearest to those that no movie has; null when there are none.</summary>
    /// <remarks>Each word's distance grows with each question, so that it ends. Words that only deleted movies have must not stand before those that
    /// others have.</remarks>
    private NearestQuestion? NextWords()
    {
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
            texts.UnionWith(word.BeginDistance(MostEdits));
        return texts.Count == 0 ? null : new NearestQuestion(NearestKind.Counts, [.. texts.Select(static text => text + " ")]);
    }

    /// <summary>Asks for the first that finds something of: all words, and ever one less.</summary>
    private NearestQuestion? Shortened()
    {
        var left = words.ConvertAll(static word => (Text: word.Best ?? word.Text, Count: word.Best is null ? word.Count : word.BestCount));
        var plain = string.Join(' ', words.Select(static word => word.Text));
        var texts = new List<string>();
        while (left.Count > 0)
        {
            var text = string.Join(' ', left.Select(static word => word.Text));
            if (!string.Equals(text, plain, StringComparison.Ordinal) && SaysSomething(text))
                texts.Add(text + " ");
            left.Remove(left.MinBy(static word => word.Count));
        }
        return texts.Count == 0 ? null : new NearestQuestion(NearestKind.Finds, [.. texts]);
    }

    private bool SaysSomething(string text) =>
        SearchText.Parse(text + " ", search!.Rules) is { } parsed && parsed.Words.Any(static w => w.IsRequired && !w.IsStopWord);

    /// <summary>A word that was asked for.</summary>
    private sealed class Asked(string text)
    {
        private int distance;

        public string Text { get; } = text;

        public long Count { get; set; }

        /// <summary>Words that are near it, with their edits.</summary>
        public SortedDictionary<string, int> Near { get; } = new(StringComparer.Ordinal);

        /// <summary>The near one of most movies; null when none has any.</summary>
        public string? Best { get; private set; }

        public long BestCount { get; private set; }

        /// <summary>Whether near words are being asked for.</summary>
        public bool IsLookedFor { get; private set; }

        /// <summary>The words at the next distance at which there are any; none when one has been found, or there are no more.</summary>
        public IEnumerable<string> BeginDistance(int most)
        {
            if (Best is not null)
                return [];
            while (++distance <= most)
            {
                if (!Near.ContainsValue(distance))
                    continue;
                IsLookedFor = true;
                return Near.Where(near => near.Value == distance).Select(static near => near.Key);
            }
            return [];
        }

        public void Offer(string near, long movies)
        {
            if (Near[near] == distance && movies > BestCount)
                (Best, BestCount) = (near, movies);
        }

        public void EndDistance() => IsLookedFor = false;
    }
}
