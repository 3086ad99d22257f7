using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Suggests from a snapshot as one partition of several: in the turns of <see cref="SuggestSearch"/>, but what it finds can still be
/// merged.</summary>
/// <remarks>A turn that is not full has all that begins so: therefore what a partition has found before is what all together have found of it, and
/// one that has enough may stop, as all together have enough then.</remarks>
internal sealed class PartialSuggest
{
    private static readonly Query Everything = new();

    private readonly Snapshot snapshot;
    private readonly int size, mostNames;
    private readonly Scratch scratch;
    private readonly TitleCandidates titleCandidates = new();
    private readonly HashSet<int> seen = []; // Names, by their numbers.
    private readonly List<Suggestion> found = []; // Titles.
    private readonly List<SuggestionTurn> turns = [];

    private PartialSuggest(Snapshot snapshot, int size, int mostNames, Scratch scratch) =>
        (this.snapshot, this.size, this.mostNames, this.scratch) = (snapshot, size, Math.Max(size, mostNames), scratch);

    private int Left => size - found.Count - seen.Count;

    /// <summary>Suggests.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="query">What was typed.</param>
    /// <param name="mostNames">No more names come in a turn, unless more suggestions are wanted.</param>
    public static PartialSuggestions Gather(Snapshot snapshot, SuggestQuery query, int mostNames)
    {
        var scratch = Scratch.Rent();
        var suggest = new PartialSuggest(snapshot, query.Size, mostNames, scratch);
        suggest.Search(query.Prefix);
        Scratch.Return(scratch);
        return new PartialSuggestions(snapshot.Generation, [.. suggest.turns]);
    }

    /// <summary>What the snapshot has of some names, as a single turn.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="names">The folded names.</param>
    public static PartialSuggestions Names(Snapshot snapshot, byte[][] names)
    {
        var scratch = Scratch.Rent();
        var suggest = new PartialSuggest(snapshot, 0, 0, scratch);
        SuggestedName[] found = [.. names.Select(suggest.NameOf).OfType<SuggestedName>()];
        Scratch.Return(scratch);
        return new PartialSuggestions(snapshot.Generation, [new SuggestionTurn([], found, 0)]);
    }

    private SuggestedName? NameOf(byte[] folded)
    {
        foreach (var live in snapshot.Parts)
        {
            if (live.Part.Cast.Folded.BinarySearch(folded) is var term and >= 0 && snapshot.Names[live.CastNumbers[term]] is { Movies: > 0 } total)
                return new SuggestedName(0, total.Roles, SpellingsOf(folded, total.Movies));
        }
        return null;
    }

    private void Search(byte[] prefix)
    {
        var runs = RunsOf((index, into) =>
        {
            if (index.Find(prefix) is var run && run.First < run.End)
                into.Add(run);
        });
        Take(runs, SuffixKind.TitleBeginning, SuffixKind.NameBeginning);
        Take(runs, SuffixKind.Title, SuffixKind.Name);
        if (Left <= 0)
            return;
        var (typed, near) = (new TypedText(), new NearPrefixes());
        var forgiven = typed.Reset(prefix);
        for (var edits = 1; edits <= forgiven && (edits == 1 || Left == size); edits++)
        {
            var (most, ofNear) = (edits, near);
            Take(RunsOf((index, into) => ofNear.Find(index, typed, most, into)), SuffixKind.Title, SuffixKind.Name);
        }
    }

    private List<List<(int First, int End)>> RunsOf(Action<SuggestIndex, List<(int First, int End)>> find)
    {
        var runs = new List<List<(int First, int End)>>();
        foreach (var live in snapshot.Parts)
        {
            runs.Add([]);
            find(live.Part.Suggestions, runs[^1]);
        }
        return runs;
    }

    private void Take(List<List<(int First, int End)>> runs, SuffixKind ofTitles, SuffixKind ofNames)
    {
        if (Left <= 0)
            return;
        var titles = new List<Suggestion>();
        titleCandidates.Take(snapshot, runs, ofTitles, Left, found, titles);
        found.AddRange(titles);
        var names = new List<(NameTotal Total, byte[] Folded, int Place)>();
        for (var part = 0; part < runs.Count; part++)
        {
            foreach (var (first, end) in runs[part])
                AddNames(snapshot.Parts[part], first, end, ofNames, names);
        }
        long rest = 0;
        if (names.Count > mostNames)
        {
            names.Sort(static (one, other) => other.Total.Roles.CompareTo(one.Total.Roles));
            rest = names[mostNames].Total.Roles;
            names.RemoveRange(mostNames, names.Count - mostNames);
        }
        turns.Add(new SuggestionTurn(
            [.. titles.Select(Title)],
            [.. names.Select(name => new SuggestedName(name.Place, name.Total.Roles, SpellingsOf(name.Folded, name.Total.Movies)))], rest));
    }

    private SuggestedTitle Title(Suggestion title)
    {
        var part = snapshot.Parts[title.Part].Part;
        var document = part.DocumentOf(title.Number);
        return new SuggestedTitle(
            title.Score, part.Suggestions.PlaceOf(title.Suffix), part.Years[title.Number], DocumentFormat.IdOf(document).ToArray(),
            part.Titles[title.Number].ToArray(), DocumentFormat.TitleOf(document).ToArray());
    }

    /// <summary>Adds the names of a run of suffixes, each by the first of its own, which is the same in all parts that have it.</summary>
    private void AddNames(LivePart live, int first, int end, SuffixKind kind, List<(NameTotal Total, byte[] Folded, int Place)> names)
    {
        var index = live.Part.Suggestions;
        for (var suffix = first; suffix < end; suffix++)
        {
            if (index.ScoreOf(suffix, kind) == SuggestIndex.None)
                continue;
            var term = index.NumberOf(suffix);
            var number = live.CastNumbers[term];
            if (snapshot.Names[number] is { Movies: > 0 } total && seen.Add(number))
                names.Add((total, live.Part.Cast.Folded[term].ToArray(), index.PlaceOf(suffix)));
        }
    }

    private SpellingUses[] SpellingsOf(ReadOnlySpan<byte> folded, int movies)
    {
        var facet = new FacetRequest(FacetDimension.Cast, false);
        if (SpellingChoice.TryOnly(snapshot, facet.Dimension, folded, out var only))
            return [new SpellingUses(only.ToArray(), movies)];
        return [.. SpellingChoice.Uses(snapshot, Everything, facet, folded, scratch).Select(static use => new SpellingUses(use.Key, use.Value))];
    }
}
