using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace MovieGrains.Http.Page;

/// <summary>Puts HTML together: markup is ours and constant, every text goes through <see cref="Text(string)"/>.</summary>
internal sealed class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    /// <summary>Writes markup.</summary>
    public HtmlText Markup(string html)
    {
        _html.Append(html);
        return this;
    }

    /// <summary>Writes text, safe within an element and within a quoted attribute.</summary>
    public HtmlText Text(string text)
    {
        _html.Append(Encoder.Encode(text));
        return this;
    }

    /// <summary>Writes a number with its thousands apart.</summary>
    public HtmlText Number(long number)
    {
        _html.Append(number.ToString("N0", CultureInfo.InvariantCulture));
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    /// <summary>Text as HTML.</summary>
    public static string Of(string text) => Encoder.Encode(text);
}
