using System.Buffers;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Suggestions;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Makes of what partitions suggest the suggestions that one index of all their movies would give, byte for byte.</summary>
/// <remarks>
/// <para>Where very many names begin so, each partition sends those alone to which its movies add most. A name that somebody has not sent has
/// there no more than the last that was sent (<see cref="SuggestionTurn.Rest"/>): what cannot reach the best by that is passed over, and of what can,
/// those that have not sent all are asked once more (<see cref="Question"/>). Where even a name that nobody has sent could reach them, all names are
/// asked for.</para>
/// <para>Who has not sent all in a turn has more names in it than are wanted, so that no later turn counts.</para>
/// </remarks>
public sealed class SuggestionMerge
{
    /// <summary>How many names a partition sends of a turn at first: some 20 kB. Of the real set none has as many of a year that begin with one letter.</summary>
    public const int MostNames = 1000;

    /// <summary>The turn in which two edits are forgiven, which is taken only when nothing has been found before.</summary>
    private const int LastTurn = 3;

    private readonly SuggestQuery query;
    private readonly PartialSuggestions[] answers;
    private int open = -1; // The turn of which names are missing.
    private List<Name> asked = [];

    /// <summary>Begins.</summary>
    /// <param name="query">What was typed.</param>
    /// <param name="answers">What each partition suggests.</param>
    public SuggestionMerge(SuggestQuery query, IReadOnlyList<PartialSuggestions> answers)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(answers);
        this.query = query;
        this.answers = [.. answers];
        Settle();
    }

    /// <summary>The folded names of which is to be asked what the partitions <see cref="Unfinished"/> have of them, none for all their suggestions,
    /// however many; null when nothing is to be asked.</summary>
    public byte[][]? Question { get; private set; }

    /// <summary>The partitions that are to be asked.</summary>
    public IReadOnlyList<int> Unfinished =>
        Question is null ? [] : [.. Enumerable.Range(0, answers.Length).Where(partition => RestOf(answers[partition], open) > 0)];

    /// <summary>Takes what they say.</summary>
    public void Take(IReadOnlyList<PartialSuggestions> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var unfinished = Unfinished;
        for (var i = 0; i < unfinished.Count; i++)
            answers[unfinished[i]] = Question is [] ? told[i] : WithNames(answers[unfinished[i]], told[i]);
        Question = null;
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="generation">Of what the asker holds; for the summary alone.</param>
    /// <param name="body">Takes it.</param>
    public AnswerSummary Write(long generation, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var writer = new AnswerWriter(body);
        writer.Raw("{\"suggestions\":["u8);
        var written = 0;
        for (var turn = 0; IsTaken(turn, written); turn++)
            written += Write(TitlesOf(turn), NamesOf(turn), written, ref writer);
        writer.Raw("]}"u8);
        return new AnswerSummary(written, false, null, generation, TimeSpan.Zero);
    }

    private bool IsTaken(int turn, int before) => turn <= LastTurn && before < query.Size && (turn < LastTurn || before == 0);

    /// <summary>Finds out what is missing.</summary>
    private void Settle()
    {
        var found = 0;
        for (var turn = 0; IsTaken(turn, found); turn++)
        {
            var names = NamesOf(turn);
            var rest = answers.Sum(answer => RestOf(answer, turn));
            if (rest > 0)
            {
                open = turn;
                var least = names[Math.Min(query.Size, names.Count) - 1].Roles;
                asked = rest >= least ? [] : names.FindAll(name => name.Roles + rest >= least);
                Question = [.. asked.Select(static name => name.Folded)];
                return;
            }
            found += TitlesOf(turn).Count + names.Count;
        }
    }

    private static long RestOf(PartialSuggestions answer, int turn) => turn >= 0 && turn < answer.Turns.Length ? answer.Turns[turn].Rest : 0;

    /// <summary>An answer with the names that were asked for in the place of those that it sent.</summary>
    private PartialSuggestions WithNames(PartialSuggestions answer, PartialSuggestions told)
    {
        var table = new TextTable();
        asked.ForEach(name => table.GetOrAdd(name.Folded));
        byte[] scratch = [];
        var names = new List<SuggestedName>();
        foreach (var name in told.Turns.SelectMany(static turn => turn.Names))
        {
            var number = table.GetOrAdd(Folding.Fold(name.Spellings[0].Text, ref scratch));
            if (number < asked.Count)
                names.Add(name with { Place = asked[number].Place });
        }
        var turns = (SuggestionTurn[])answer.Turns.Clone();
        turns[open] = turns[open] with { Names = [.. names], Rest = 0 };
        return answer with { Turns = turns };
    }

    /// <summary>Writes the likeliest, a title before a name that is as likely.</summary>
    private int Write(List<SuggestedTitle> titles, List<Name> names, int before, ref AnswerWriter writer)
    {
        int title = 0, name = 0;
        for (; before + title + name < query.Size && title + name < titles.Count + names.Count;)
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

    private IEnumerable<SuggestionTurn> Turns(int turn) => answers.Where(answer => answer.Turns.Length > turn).Select(answer => answer.Turns[turn]);

    /// <summary>The titles of a turn, best first, of those that are equal and of one year the best alone.</summary>
    private List<SuggestedTitle> TitlesOf(int turn)
    {
        var titles = Turns(turn).SelectMany(static turn => turn.Titles).ToList();
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
    private List<Name> NamesOf(int turn)
    {
        var table = new TextTable();
        var names = new List<Name>();
        byte[] scratch = [];
        foreach (var suggested in Turns(turn).SelectMany(static turn => turn.Names))
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

        public byte[] Folded => folded;

        public int Place => place;

        public long Roles { get; private set; }

        public int Movies => spellings.Sum(static spelling => spelling.Count);

        public int Score => Likelihood.OfName(Roles);

        private ReadOnlySpan<byte> Suffix => folded.AsSpan(Math.Min(place, folded.Length));

        public void Add(in SuggestedName suggested)
        {
            Roles += suggested.Roles;
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
            if (one.Roles != other.Roles)
                return other.Roles.CompareTo(one.Roles);
            var order = SuffixOrder.Compare(one.Suffix, other.Suffix);
            return order != 0 ? order : one.Folded.AsSpan().SequenceCompareTo(other.Folded);
        }
    }
}
