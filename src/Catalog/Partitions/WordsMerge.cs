using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Ranking;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Makes of what partitions say of the words of a search what all of it rests on: how much is forgiven is decided for all together, and
/// how rare a word is as well.</summary>
/// <remarks>First every partition is asked for the words as they are, those too that a filter of the query rules out. Where none finds anything
/// (<see cref="IsToForgive"/>), each is asked once more for what is spelt nearly so. Then the <see cref="Basis"/> is known.</remarks>
public sealed class WordsMerge
{
    private readonly SearchText search;
    private IReadOnlyList<PartialWords> answers;
    private int forgiveness;

    /// <summary>Begins.</summary>
    /// <param name="query">The query, which has a search.</param>
    /// <param name="answers">What each partition says of the words as they are.</param>
    public WordsMerge(Query query, IReadOnlyList<PartialWords> answers)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(answers);
        search = query.Search ?? throw new ArgumentException("Nothing is asked for in full text.", nameof(query));
        this.answers = answers;
        IsToForgive = !answers.Any(static answer => answer.Found[0].HasMatches) && Forgiving.StepsOf(search).Length > 0;
    }

    /// <summary>Whether the partitions are to be asked for what is spelt nearly so, before anything else.</summary>
    public bool IsToForgive { get; private set; }

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

    /// <summary>Takes what the partitions find when they forgive.</summary>
    public void Take(IReadOnlyList<PartialWords> forgiving)
    {
        ArgumentNullException.ThrowIfNull(forgiving);
        answers = forgiving;
        IsToForgive = false;
        // The first that finds anything anywhere counts. A partition that has stopped before another has found something.
        var first = forgiving.SelectMany(static answer => answer.Found).Where(static found => found.HasMatches).Select(static found => found.Forgiveness);
        forgiveness = first.DefaultIfEmpty((int)Forgiving.StepsOf(search)[^1]).Min();
    }

    /// <summary>Whether gathering from a partition gives anything.</summary>
    public bool IsConcerned(int partition) => FoundBy(answers[partition]).IsConcerned;

    private WordsFound FoundBy(PartialWords answer) => Array.Find(answer.Found, found => found.Forgiveness == forgiveness)
        ?? throw new InvalidDataException("A partition has not said what it finds.");
}
