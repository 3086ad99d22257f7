using System.Numerics;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Several lists of files, each in order, read as the one list that they make together.</summary>
/// <remarks>A page far back is found without reading what comes before it: of n lists the one whose next s files end first has these
/// among the next n × s of all, so that they can be left out unread. With s halved again and again that takes a few calls per list.</remarks>
/// <param name="lists">How many lists.</param>
/// <param name="read">Reads some files of a list: which list, how many to leave out, and how many at most.</param>
internal sealed class MergedFiles(int lists, Func<int, long, int, Task<SourceFiles>> read)
{
    /// <summary>Reads a page.</summary>
    /// <param name="first">How many files to leave out.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>The files of all lists, and those of the page.</returns>
    public async Task<(long Total, IReadOnlyList<ListedFile> Files)> ReadAsync(long first, int count)
    {
        if (lists == 0)
            return (0, []);
        var places = new long[lists];
        var rest = 0L;
        if (lists == 1)
            places[0] = first;
        else if (first > 0)
        {
            var total = (await AllAsync(static _ => 0, 0)).Sum(static list => list.Total);
            if (first >= total)
                return (total, []);
            rest = await SkipAsync(places, first);
        }
        var read = await AllAsync(list => places[list], count + (int)rest);
        return (read.Sum(static list => list.Total), [.. Merge(read).Skip((int)rest).Take(count)]);
    }

    /// <summary>Leaves out all but a few of the first files.</summary>
    /// <returns>How many are still to be left out: fewer than there are lists.</returns>
    private async Task<long> SkipAsync(long[] places, long rest)
    {
        for (var step = (long)BitOperations.RoundUpToPowerOf2((ulong)(rest / lists) + 1); step > 0; step /= 2)
        {
            var ends = new ListedFile?[lists];
            if (rest >= lists * step)
                ends = Array.ConvertAll(await AllAsync(list => places[list] + step - 1, 1), EndOf);
            // Ends, as each round leaves out some of what is to be left out.
            while (rest >= lists * step && FirstOf(ends) is var next and >= 0)
            {
                places[next] += step;
                rest -= step;
                ends[next] = EndOf(await read(next, places[next] + step - 1, 1));
            }
        }
        // A list that has become shorter meanwhile may leave more than that; the page is the best that there is then.
        return Math.Min(rest, lists - 1);
    }

    private Task<SourceFiles[]> AllAsync(Func<int, long> place, int count) =>
        Task.WhenAll(Enumerable.Range(0, lists).Select(list => read(list, place(list), count)));

    private static ListedFile? EndOf(SourceFiles files) => files.Files is [var end] ? end : null;

    /// <summary>Which of some files comes first; −1 when there is none.</summary>
    private static int FirstOf(ListedFile?[] files)
    {
        var first = -1;
        for (var i = 0; i < files.Length; i++)
        {
            if (files[i] is { } file && (first < 0 || ListedFile.Order.Compare(file, files[first]!.Value) < 0))
                first = i;
        }
        return first;
    }

    private static IEnumerable<ListedFile> Merge(SourceFiles[] read) =>
        read.SelectMany(static list => list.Files).Order(ListedFile.Order);
}
