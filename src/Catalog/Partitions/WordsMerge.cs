using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Ranking;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Makes of what partitions say of the words of a search what all of it rests on: how much is forgiven is decided for all together, and
/// how rare a word is as well.</summary>
/// <remarks>First every partition is asked for the words as they are, those too that a filter of the query rules out. Where none finds anything,
/// each is asked for what is spelt nearly so in titles, names and genres, and where that gives nothing either, in extracts, which have far more
/// words. Then the <see cref="Basis"/> is known.</remarks>
public sealed class WordsMerge
{
    private readonly SearchText search;
    private IReadOnlyList<PartialWords> answers = [];
    private int forgiveness;

    /// <summary>Begins.</summary>
    /// <param name="query">The query, which has a search.</param>
    public WordsMerge(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        search = query.Search ?? throw new ArgumentException("Nothing is asked for in full text.", nameof(query));
    }

    /// <summary>From which forgiveness to which the partitions are to be asked next; null when they need not be.</summary>
    public (int Least, int Most)? Question { get; private set; } = (0, 0);

    /// <summary>What the search rests on.</summary>
    public TextBasis Basis
    {
        get
        {
            var counts = new long[search.Words.Length];
            foreach (var found in answers.Select(FoundBy))
            {
                // Two releases that read a text as different words can't answer together.
                if (found.Counts.Length != counts.Length)
                    throw new InvalidDataException("A partition has counted other words.");
                for (var word = 0; word < counts.Length; word++)
                    counts[word] += found.Counts[word];
            }
            return new TextBasis(forgiveness, answers.Sum(static answer => answer.Movies), counts);
        }
    }

    /// <summary>Takes what the partitions say to the <see cref="Question"/>.</summary>
    public void Take(IReadOnlyList<PartialWords> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        var (_, most) = Question ?? throw new InvalidOperationException("Nothing has been asked.");
        answers = told;
        var steps = Forgiving.StepsOf(search);
        var found = told.SelectMany(static answer => answer.Found).Where(static found => found.HasMatches).Select(static found => found.Forgiveness);
        // The first by which anything is found anywhere counts; who has stopped before it has found something. Where nothing is, the last.
        forgiveness = found.DefaultIfEmpty((int)steps.LastOrDefault(step => (int)step <= most)).Min();
        Question = steps.IsEmpty || most == (int)Forgiveness.TyposAnywhere || found.Any() ? null
            : most == 0 ? ((int)Forgiveness.OneTypo, (int)Forgiveness.Typos)
            : ((int)Forgiveness.TyposAnywhere, (int)Forgiveness.TyposAnywhere);
    }

    /// <summary>Whether gathering from a partition gives anything.</summary>
    public bool IsConcerned(int partition) => FoundBy(answers[partition]).IsConcerned;

    private WordsFound FoundBy(PartialWords answer) => Array.Find(answer.Found, found => found.Forgiveness == forgiveness)
        ?? throw new InvalidDataException("A partition has not said what it finds.");
}
