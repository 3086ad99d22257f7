using System.Diagnostics;
using System.Globalization;
using System.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Search.Highlighting;

/// <summary>A text as <see cref="Folding"/> folds it, and where in the text as supplied each folded byte comes from.</summary>
/// <remarks>
/// It is folded piece by piece, a piece being what a reader takes for one character (a grapheme): a letter with its accents, a pair of
/// surrogates, a family of emoji. So a range of folded bytes is a range of whole characters. Folding sorts some rare marks
/// where they stand together, across characters; a text for which that matters is folded in larger pieces.
/// </remarks>
internal sealed class FoldedText
{
    private byte[] bytes = new byte[256];
    private int[] starts = new int[256]; // By folded byte: where its piece begins, in UTF-16 units of the text as supplied …
    private int[] ends = new int[256];   // … and ends.
    private byte[] whole = [];
    private int length;

    /// <summary>The folded text.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>Folds a text.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        Fold(text, isCoarse: false);
        if (Ascii.IsValid(utf8) || Bytes.SequenceEqual(Folding.Fold(utf8, ref whole)))
            return;
        Fold(text, isCoarse: true);
        Debug.Assert(Bytes.SequenceEqual(Folding.Fold(utf8, ref whole)), "Folding never looks across two ASCII characters.");
    }

    /// <summary>Where some folded bytes come from.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="end">The first after them.</param>
    /// <returns>UTF-16 units of the text as supplied, from the first to before the last.</returns>
    public (int Start, int End) SourceOf(int first, int end) => (starts[first], ends[end - 1]);

    private void Fold(string text, bool isCoarse)
    {
        length = 0;
        for (int at = 0, next; at < text.Length; at = next)
        {
            next = at + PieceLength(text, at, isCoarse);
            if (next == at + 1 && text[at] < 0x80)
                Append(AsciiOf((byte)text[at]), at, next);
            else
                AppendPiece(text.AsSpan(at, next - at), at, next);
        }
        if (length > 0 && bytes[length - 1] == ' ')
            length--;
    }

    private static int PieceLength(string text, int at, bool isCoarse)
    {
        // Between two ASCII characters there is always a border, but for a carriage return and a line feed.
        if (text[at] < 0x80 && text[at] != '\r' && (at + 1 == text.Length || text[at + 1] < 0x80))
            return 1;
        if (!isCoarse)
            return StringInfo.GetNextTextElementLength(text, at);
        var end = at + 1;
        while (end < text.Length && (text[end] >= 0x80 || text[end - 1] >= 0x80 || text[end - 1] == '\r'))
            end++;
        return end - at;
    }

    private void AppendPiece(ReadOnlySpan<char> piece, int start, int end)
    {
        if (Rune.DecodeFromUtf16(piece, out var rune, out var consumed) == System.Buffers.OperationStatus.Done
            && consumed == piece.Length && FoldingPages.TryGet(rune.Value, out var known))
        {
            Append(known, start, end);
            return;
        }
        Append(Encoding.UTF8.GetBytes(FoldingRules.Apply(piece.ToString())), start, end);
    }

    private void Append(ReadOnlySpan<byte> folded, int start, int end)
    {
        foreach (var b in folded)
            Append(b, start, end);
    }

    private void Append(byte folded, int start, int end)
    {
        if (folded == ' ' && (length == 0 || bytes[length - 1] == ' '))
        {
            // A blank that is left out belongs to the one before it.
            if (length > 0)
                ends[length - 1] = end;
            return;
        }
        if (length == bytes.Length)
        {
            Array.Resize(ref bytes, length * 2);
            Array.Resize(ref starts, length * 2);
            Array.Resize(ref ends, length * 2);
        }
        bytes[length] = folded;
        starts[length] = start;
        ends[length++] = end;
    }

    private static byte AsciiOf(byte b) => b switch
    {
        (byte)'`' => (byte)'\'',
        >= (byte)'A' and <= (byte)'Z' => (byte)(b | 0x20),
        >= (byte)'\t' and <= (byte)'\r' => (byte)' ',
        _ => b,
    };
}
