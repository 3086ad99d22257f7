using System.Text;

namespace MovieGrains.Catalog.Text;

/// <summary>Folds text for matching: what differs only in case, accents, typography or white space becomes equal.</summary>
/// <remarks>
/// <para>Answers show text as supplied; folded text is only ever compared. Idempotent.</para>
/// <para>In this order: quotes, dashes and the fraction slash become ASCII, text is decomposed by compatibility (NFKD),
/// non-spacing marks (Mn) are dropped, letters are lower-cased, ø ł æ œ ß đ ð þ become o l ae oe ss d d th, and white space
/// is collapsed and trimmed. All else stays: punctuation (·), spacing vowel signs (Mc), invisible format characters (Cf: the
/// soft hyphen, zero-width joiners), final sigma, dotless i, control characters.</para>
/// <para>The decomposition is ICU's, so the result may differ between machines for characters new to Unicode. Nothing that
/// is kept is made from it; see <see cref="IdentityText"/>.</para>
/// </remarks>
public static class Folding
{
    /// <summary>Longest text, in UTF-16 units, that is encoded on the stack: every title and name, at 3 bytes each.</summary>
    private const int OnStack = 256;

    /// <summary>Whether this runtime can fold: it can't in globalization-invariant mode, where nothing is decomposed.</summary>
    public static bool IsSupported { get; } = Decomposes();

    /// <summary>Refuses a runtime that can't fold; to be called at start.</summary>
    /// <exception cref="InvalidOperationException">The runtime has no ICU; the message says what to do.</exception>
    public static void EnsureSupported()
    {
        if (!IsSupported)
        {
            throw new InvalidOperationException(
                "Folding text needs ICU, and this .NET runtime runs without it (globalization-invariant mode). Install ICU "
                + "(Debian, Ubuntu, Fedora: libicu; Alpine: icu-libs and icu-data-full), unset the environment variable "
                + "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, which many container images set, or give it the value 0, and "
                + "leave InvariantGlobalization out of the project and of runtimeconfig.json.");
        }
    }

    /// <summary>The folded form, UTF-8.</summary>
    /// <param name="text">Any string; a lone surrogate counts as U+FFFD.</param>
    public static byte[] Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] scratch = [];
        if (text.Length > OnStack)
            return Fold(Encoding.UTF8.GetBytes(text), ref scratch).ToArray();
        Span<byte> utf8 = stackalloc byte[OnStack * 3];
        return Fold(utf8[..Encoding.UTF8.GetBytes(text, utf8)], ref scratch).ToArray();
    }

    /// <summary>The folded form, UTF-8, in a buffer that is used again and again.</summary>
    /// <param name="utf8">Any bytes; what is not UTF-8 counts as U+FFFD. Must not lie in <paramref name="scratch"/>.</param>
    /// <param name="scratch">Holds the result; replaced by a larger one when too small.</param>
    /// <returns>A slice of <paramref name="scratch"/>, good until it is used again; may be empty.</returns>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> utf8, ref byte[] scratch)
    {
        var writer = new CollapsingWriter(scratch, utf8.Length, grave: (byte)'\'');
        var rest = utf8[writer.AppendAscii(utf8)..];
        while (!rest.IsEmpty)
        {
            rest = rest[AppendForeign(rest, ref writer)..];
            rest = rest[writer.AppendAscii(rest)..];
        }
        return writer.Finish(ref scratch);
    }

    /// <summary>Appends what a text begins with up to the next ASCII byte: no mark is ever sorted across that.</summary>
    /// <returns>How many there were.</returns>
    private static int AppendForeign(ReadOnlySpan<byte> text, ref CollapsingWriter writer)
    {
        var start = writer;
        var done = 0;
        while (done < text.Length && text[done] >= 0x80)
        {
            Rune.DecodeFromUtf8(text[done..], out var rune, out var consumed);
            if (!FoldingPages.TryGet(rune.Value, out var folded))
            {
                writer = start;
                return AppendRun(text, ref writer);
            }
            writer.Append(folded);
            done += consumed;
        }
        return done;
    }

    /// <summary>The same as a whole, for a run that has something that depends on its neighbours.</summary>
    private static int AppendRun(ReadOnlySpan<byte> text, ref CollapsingWriter writer)
    {
        var end = text.IndexOfAnyInRange((byte)0, (byte)0x7F);
        var run = end < 0 ? text : text[..end];
        writer.Append(Encoding.UTF8.GetBytes(FoldingRules.Apply(Encoding.UTF8.GetString(run))));
        return run.Length;
    }

    private static bool Decomposes()
    {
        try
        {
            return string.Equals("é½".Normalize(NormalizationForm.FormKD), "e\u03011\u20442", StringComparison.Ordinal);
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }
}
