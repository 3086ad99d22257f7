using System.Buffers;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Answers what somebody who has typed a beginning may mean; used again by the next search.</summary>
/// <remarks>
/// In turn: what begins so; what has a word that begins so; what does so but for one edit; and where nothing has been found, but for
/// two. Each turn adds its likeliest, titles and names together, until there are enough.
/// </remarks>
internal sealed class SuggestSearch
{
    private readonly TypedText typed = new();
    private readonly NearPrefixes near = new();
    private readonly TitleCandidates titleCandidates = new();
    private readonly NameCandidates nameCandidates = new();
    private readonly List<List<(int First, int End)>> runs = [];
    private readonly List<Suggestion> found = [], titles = [], names = [];

    /// <summary>Writes the answer.</summary>
    public static AnswerSummary Answer(Snapshot snapshot, SuggestQuery query, IBufferWriter<byte> body)
    {
        var scratch = Scratch.Rent();
        scratch.Suggestions.Search(snapshot, query);
        SuggestionWriter.Write(snapshot, scratch.Suggestions.found, body, scratch);
        var total = scratch.Suggestions.found.Count;
        Scratch.Return(scratch);
        return new AnswerSummary(total, false, null, snapshot.Generation, TimeSpan.Zero);
    }

    private void Search(Snapshot snapshot, SuggestQuery query)
    {
        found.Clear();
        while (runs.Count < snapshot.Parts.Length)
            runs.Add([]);
        for (var part = 0; part < snapshot.Parts.Length; part++)
        {
            runs[part].Clear();
            if (snapshot.Parts[part].Part.Suggestions.Find(query.Prefix) is var run && run.First < run.End)
                runs[part].Add(run);
        }
        Take(snapshot, query.Size, SuffixKind.TitleBeginning, SuffixKind.NameBeginning);
        Take(snapshot, query.Size, SuffixKind.Title, SuffixKind.Name);
        var forgiven = found.Count < query.Size ? typed.Reset(query.Prefix) : 0;
        for (var edits = 1; edits <= forgiven && (edits == 1 || found.Count == 0); edits++)
            TakeNear(snapshot, query.Size, edits);
    }

    private void TakeNear(Snapshot snapshot, int size, int edits)
    {
        for (var part = 0; part < snapshot.Parts.Length; part++)
        {
            runs[part].Clear();
            near.Find(snapshot.Parts[part].Part.Suggestions, typed, edits, runs[part]);
        }
        Take(snapshot, size, SuffixKind.Title, SuffixKind.Name);
    }

    /// <summary>Adds the likeliest of the runs that have not been found, a title before a name that is as likely.</summary>
    private void Take(Snapshot snapshot, int size, SuffixKind ofTitles, SuffixKind ofNames)
    {
        var wanted = size - found.Count;
        if (wanted == 0)
            return;
        titles.Clear();
        names.Clear();
        titleCandidates.Take(snapshot, runs, ofTitles, wanted, found, titles);
        nameCandidates.Take(snapshot, runs, ofNames, wanted, found, names);
        for (int title = 0, name = 0; found.Count < size && title + name < titles.Count + names.Count;)
        {
            if (name == names.Count || (title < titles.Count && titles[title].Score >= names[name].Score))
                found.Add(titles[title++]);
            else
                found.Add(names[name++]);
        }
    }
}
