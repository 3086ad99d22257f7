using System.Buffers;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Suggestions;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Makes of what partitions suggest the suggestions that one index of all their movies would give, byte for byte.</summary>
public static class SuggestionMerge
{
    /// <summary>The turn in which two edits are forgiven, which is taken only when nothing has been found before.</summary>
    private const int LastTurn = 3;

    /// <summary>Writes the answer.</summary>
    /// <param name="query">What was typed.</param>
    /// <param name="answers">What each partition suggests.</param>
    /// <param name="generation">Of what the asker holds; for the summary alone.</param>
    /// <param name="body">Takes it.</param>
    public static AnswerSummary Write(SuggestQuery query, IReadOnlyList<PartialSuggestions> answers, long generation, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(body);
        var writer = new AnswerWriter(body);
        writer.Raw("{\"suggestions\":["u8);
        var written = 0;
        for (var turn = 0; turn <= LastTurn && written < query.Size && (turn < LastTurn || written == 0); turn++)
        {
            var some = answers.Where(answer => answer.Turns.Length > turn).Select(answer => answer.Turns[turn]).ToList();
            written += Write(TitlesOf(some), NamesOf(some), written, query.Size, ref writer);
        }
        writer.Raw("]}"u8);
        return new AnswerSummary(written, false, null, generation, TimeSpan.Zero);
    }

    /// <summary>Writes the likeliest, a title before a name that is as likely.</summary>
    private static int Write(List<SuggestedTitle> titles, List<Name> names, int before, int size, ref AnswerWriter writer)
    {
        int title = 0, name = 0;
        for (; before + title + name < size && title + name < titles.Count + names.Count;)
        {
            if (before + title + name > 0)
                writer.Raw(","u8);
            if (name == names.Count || (title < titles.Count && titles[title].Score >= names[name].Score))
                SuggestionWriter.WriteTitle(titles[title].Json, titles[title].Year, titles[title++].Id, ref writer);
            else
                SuggestionWriter.WriteName(names[name].Spelling(), names[name++].Movies, ref writer);
        }
        return title + name;
    }

    /// <summary>The titles of a turn, best first, of those that are equal and of one year the best alone.</summary>
    private static List<SuggestedTitle> TitlesOf(List<SuggestionTurn> turns)
    {
        var titles = turns.SelectMany(static turn => turn.Titles).ToList();
        titles.Sort(static (one, other) => Compare(one, other));
        var seen = new HashSet<(int Year, string Folded)>();
        titles.RemoveAll(title => !seen.Add((title.Year, Convert.ToHexString(title.Folded))));
        return titles;
    }

    /// <summary>Likeliest first, then by what was typed, then newest, then by title, then by id.</summary>
    private static int Compare(in SuggestedTitle one, in SuggestedTitle other)
    {
        if (one.Score != other.Score)
            return other.Score.CompareTo(one.Score);
        var order = SuffixOrder.Compare(one.Folded.AsSpan(one.Place), other.Folded.AsSpan(other.Place));
        if (order == 0)
            order = other.Year.CompareTo(one.Year);
        if (order == 0)
            order = one.Folded.AsSpan().SequenceCompareTo(other.Folded);
        return order != 0 ? order : one.Id.AsSpan().SequenceCompareTo(other.Id);
    }

    /// <summary>The names of a turn, best first.</summary>
    private static List<Name> NamesOf(List<SuggestionTurn> turns)
    {
        var table = new Postings.TextTable();
        var names = new List<Name>();
        byte[] scratch = [];
        foreach (var suggested in turns.SelectMany(static turn => turn.Names))
        {
            // All spellings are folded alike, or they would be other names.
            var number = table.GetOrAdd(Folding.Fold(suggested.Spellings[0].Text, ref scratch));
            if (number == names.Count)
                names.Add(new Name(table.Texts[number].ToArray(), suggested.Place));
            names[number].Add(suggested);
        }
        names.Sort(Name.Compare);
        return names;
    }

    /// <summary>A name, as all partitions together have it.</summary>
    private sealed class Name(byte[] folded, int place)
    {
        private readonly List<SpellingUses> spellings = [];
        private long roles;

        public int Movies => spellings.Sum(static spelling => spelling.Count);

        public int Score => Likelihood.OfName(roles);

        private ReadOnlySpan<byte> Folded => folded;

        private ReadOnlySpan<byte> Suffix => folded.AsSpan(Math.Min(place, folded.Length));

        public void Add(in SuggestedName suggested)
        {
            roles += suggested.Roles;
            spellings.AddRange(suggested.Spellings);
        }

        /// <summary>Its commonest spelling.</summary>
        public byte[] Spelling()
        {
            var uses = new SortedDictionary<byte[], int>(Parts.ByteOrder.Instance);
            foreach (var spelling in spellings)
                SpellingChoice.AddUses(uses, spelling.Text, spelling.Count);
            return SpellingChoice.Commonest(uses);
        }

        /// <summary>Most first, then by what was typed, then by the name.</summary>
        public static int Compare(Name one, Name other)
        {
            if (one.roles != other.roles)
                return other.roles.CompareTo(one.roles);
            var order = SuffixOrder.Compare(one.Suffix, other.Suffix);
            return order != 0 ? order : one.Folded.SequenceCompareTo(other.Folded);
        }
    }
}
