using MovieGrains.Catalog.Text;

namespace MovieGrains.Http.Parameters;

/// <summary>A text filter's value: alternatives between <c>|</c>, folded.</summary>
internal static class TextSyntax
{
    private const string BadEscape = "a backslash must be followed by | or \\ (a backslash itself is \\\\)";
    private const string EmptyAlternative = "an alternative between | is empty";

    /// <summary>Reads a value in which <c>|</c> and <c>\</c> have their meanings.</summary>
    /// <param name="value">Decoded; overwritten.</param>
    /// <param name="fold">Scratch for folding.</param>
    /// <param name="alternatives">Takes the folded alternatives; none when the value folds to nothing.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(Span<byte> value, ref byte[] fold, List<byte[]> alternatives)
    {
        if (value.IndexOfAny((byte)'|', (byte)'\\') >= 0)
            return ReadOperators(value, ref fold, alternatives);
        ReadLiteral(value, ref fold, alternatives);
        return null;
    }

    /// <summary>Reads a value that stands for itself.</summary>
    public static void ReadLiteral(ReadOnlySpan<byte> value, ref byte[] fold, List<byte[]> alternatives)
    {
        var folded = Folding.Fold(value, ref fold);
        if (!folded.IsEmpty)
            alternatives.Add(folded.ToArray());
    }

    // Escapes are taken out in place: what is written never overtakes what is read.
    private static string? ReadOperators(Span<byte> value, ref byte[] fold, List<byte[]> alternatives)
    {
        int begin = 0, written = 0, bars = 0;
        for (var read = 0; read < value.Length; read++)
        {
            if (value[read] == '|')
            {
                ReadLiteral(value[begin..written], ref fold, alternatives);
                begin = written;
                bars++;
                continue;
            }
            if (value[read] == '\\' && (++read == value.Length || value[read] is not ((byte)'|' or (byte)'\\')))
                return BadEscape;
            value[written++] = value[read];
        }
        ReadLiteral(value[begin..written], ref fold, alternatives);
        return bars > 0 && alternatives.Count != bars + 1 ? EmptyAlternative : null;
    }
}
