using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Adds up what partitions count of the terms of one dimension, selects the values to show, and chooses their spellings.</summary>
internal sealed class TermMerge
{
    private readonly Vocabulary vocabulary = new();
    private readonly List<(PartialFacet Facet, int[] Numbers)> partials = [];
    private readonly Dictionary<int, SortedDictionary<byte[], int>> uses = []; // By value's number.
    private int[] counts = [];

    /// <summary>The values to show, in their order.</summary>
    public List<FacetValue> Values { get; } = [];

    /// <summary>How many values there are at all.</summary>
    public int Distinct => vocabulary.Count;

    public void Add(PartialFacet facet)
    {
        var numbers = new int[facet.Terms.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = vocabulary.NumberOf(facet.Terms[i]);
            Scratch.Grow(ref counts, numbers[i] + 1);
            counts[numbers[i]] += facet.Counts[i];
        }
        partials.Add((facet, numbers));
    }

    /// <summary>Selects the values of most movies; nothing more can be added then.</summary>
    /// <param name="first">So many of them are left out.</param>
    /// <param name="end">No more than this, with those.</param>
    public void Select(int first, int end)
    {
        FacetSelection.MostFirst(counts, vocabulary.Count, vocabulary, Math.Max(1, end), Values);
        end = Math.Min(end, Values.Count);
        Values.RemoveRange(end, Values.Count - end);
        Values.RemoveRange(0, Math.Min(first, Values.Count));
        foreach (var value in Values)
            uses.Add(value.Number, new SortedDictionary<byte[], int>(Parts.ByteOrder.Instance));
    }

    /// <summary>The values whose spellings a partition is to tell.</summary>
    public byte[][] Wanted(int partial)
    {
        var (facet, numbers) = partials[partial];
        return [.. Places(numbers).Select(place => facet.Terms[place])];
    }

    /// <summary>Takes what it tells.</summary>
    public void Take(int partial, SpellingUses[][] told)
    {
        var (facet, numbers) = partials[partial];
        var next = 0;
        foreach (var place in Places(numbers))
        {
            foreach (var use in told[next])
                SpellingChoice.AddUses(uses[numbers[place]], use.Text, use.Count < 0 ? facet.Counts[place] : use.Count);
            next++;
        }
    }

    /// <summary>Writes the values.</summary>
    public void Write(ref AnswerWriter writer)
    {
        for (var i = 0; i < Values.Count; i++)
            writer.Value(i, SpellingChoice.Commonest(uses[Values[i].Number]), Values[i].Count);
    }

    private IEnumerable<int> Places(int[] numbers)
    {
        for (var place = 0; place < numbers.Length; place++)
        {
            if (uses.ContainsKey(numbers[place]))
                yield return place;
        }
    }
}
