using System.Text;

namespace MovieGrains.Http.Page;

/// <summary>A page with slots, <c>{{name}}</c>, that are filled for each answer.</summary>
internal sealed class PageTemplate
{
    private const string Open = "{{";
    private const string Close = "}}";

    // Text and names of slots take turns, text first and last.
    private readonly string[] _pieces;

    /// <summary>Makes a template.</summary>
    /// <param name="text">The page.</param>
    /// <param name="constants">Slots that are always filled alike.</param>
    public PageTemplate(string text, params ReadOnlySpan<(string Slot, string Html)> constants)
    {
        foreach (var (slot, html) in constants)
            text = text.Replace(Open + slot + Close, html, StringComparison.Ordinal);
        var pieces = text.Split(Open);
        _pieces = [pieces[0], .. pieces.Skip(1).SelectMany(piece => piece.Split(Close, 2))];
    }

    /// <summary>The page with its slots filled.</summary>
    /// <param name="slots">Each slot's HTML; a slot that is not among them stays empty.</param>
    public string Fill(params IEnumerable<(string Slot, string Html)> slots)
    {
        var byName = slots.ToDictionary(slot => slot.Slot, slot => slot.Html, StringComparer.Ordinal);
        var page = new StringBuilder(_pieces[0]);
        for (var i = 1; i < _pieces.Length; i += 2)
            page.Append(byName.GetValueOrDefault(_pieces[i], "")).Append(_pieces[i + 1]);
        return page.ToString();
    }
}
