using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Words;

/// <summary>The words of a part's extracts.</summary>
/// <param name="Words">The words and their movies.</param>
/// <param name="Lengths">How many words each extract has; 255 for more.</param>
internal sealed record ExtractWords(FieldWords Words, byte[] Lengths)
{
    /// <summary>Gathers and indexes them.</summary>
    /// <param name="documents">Holds the documents.</param>
    /// <param name="addresses">Where in it each movie's document is, in the part's order.</param>
    public static ExtractWords Build(Documents documents, long[] addresses)
    {
        var rows = new WordRowsBuilder(addresses.Length, averageWords: 40);
        var lengths = new byte[addresses.Length];
        byte[] plain = [], folded = [];
        for (var movie = 0; movie < addresses.Length; movie++)
        {
            var extract = DocumentHead.ExtractOf(documents[addresses[movie]], ref plain);
            lengths[movie] = (byte)Math.Min(byte.MaxValue, rows.Add(Folding.Fold(extract, ref folded)));
            rows.EndRow();
        }
        return new ExtractWords(
            FieldWords.Build(rows.Build(), null, addresses.Length, TextIndex.ShortestInExtracts), lengths);
    }
}
