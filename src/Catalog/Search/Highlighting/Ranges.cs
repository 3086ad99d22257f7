namespace MovieGrains.Catalog.Search.Highlighting;

/// <summary>Ranges of a text, gathered in any order; ascending, none overlapping another, once they are settled.</summary>
internal sealed class Ranges
{
    private readonly List<(int Start, int End)> all = [];

    public int Count => all.Count;

    public (int Start, int End) this[int place] => all[place];

    public void Clear() => all.Clear();

    public void Add((int Start, int End) range) => all.Add(range);

    /// <summary>Sorts them, and makes one of those that overlap; neighbours stay apart.</summary>
    public void Settle()
    {
        all.Sort();
        var count = 0;
        for (var i = 0; i < all.Count; i++)
        {
            var range = all[i];
            if (count > 0 && range.Start < all[count - 1].End)
                all[count - 1] = (all[count - 1].Start, Math.Max(all[count - 1].End, range.End));
            else
                all[count++] = range;
        }
        all.RemoveRange(count, all.Count - count);
    }
}
