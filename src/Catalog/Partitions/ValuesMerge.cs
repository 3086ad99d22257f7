using System.Buffers;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Makes of what partitions count the list of a dimension's values that one index of all their movies would give, byte for
/// byte: as <see cref="PartialMerge"/> does for queries.</summary>
public sealed class ValuesMerge
{
    private readonly ValuesQuery query;
    private readonly IReadOnlyList<PartialAnswer> answers;
    private readonly TermMerge terms = new();
    private readonly long total;

    /// <summary>Begins.</summary>
    /// <param name="query">The question.</param>
    /// <param name="answers">What each partition says.</param>
    public ValuesMerge(ValuesQuery query, IReadOnlyList<PartialAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(answers);
        (this.query, this.answers) = (query, answers);
        if (query.Dimension == ValuesDimension.Year)
            return;
        foreach (var answer in answers)
            terms.Add(answer.Facets[0]);
        total = terms.Distinct;
        var (first, end) = ValuesSearch.Window(query, terms.Distinct);
        terms.Select(first, end);
    }

    /// <summary>What is to be asked of a partition in the end; null when nothing is.</summary>
    public DetailsRequest? Wanted(int partition) =>
        query.Dimension != ValuesDimension.Year && terms.Wanted(partition) is { Length: > 0 } wanted
            ? new DetailsRequest(PartialSearch.QueryOf(query), [], [wanted])
            : null;

    /// <summary>Writes the answer's envelope.</summary>
    /// <param name="details">What each partition told; null where nothing was asked.</param>
    /// <param name="generation">Of what the asker holds; for the summary alone.</param>
    /// <param name="body">Takes it.</param>
    public AnswerSummary Write(IReadOnlyList<PartialDetails?> details, long generation, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(details);
        ArgumentNullException.ThrowIfNull(body);
        var writer = new AnswerWriter(body);
        writer.Raw("{\"items\":["u8);
        var count = total;
        if (query.Dimension == ValuesDimension.Year)
            count = WriteYears(ref writer);
        else
            WriteTerms(details, ref writer);
        return ValuesSearch.End(query, count, generation, ref writer);
    }

    private long WriteYears(ref AnswerWriter writer)
    {
        var scratch = Scratch.Rent();
        var count = ValuesSearch.WriteYears(query, PartialMerge.YearsOf(answers, 0), ref writer, scratch);
        Scratch.Return(scratch);
        return count;
    }

    private void WriteTerms(IReadOnlyList<PartialDetails?> details, ref AnswerWriter writer)
    {
        for (var partition = 0; partition < answers.Count; partition++)
        {
            if (details[partition] is { } told)
                terms.Take(partition, told.Spellings[0]);
        }
        terms.Write(ref writer);
    }
}
