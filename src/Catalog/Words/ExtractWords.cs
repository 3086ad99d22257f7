using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Words;

/// <summary>The words of a part's extracts.</summary>
/// <param name="Words">The words and their movies.</param>
/// <param name="Lengths">How many words each extract has; 255 for more.</param>
internal sealed record ExtractWords(FieldWords Words, byte[] Lengths)
{
    /// <summary>Gathers and indexes them.</summary>
    /// <param name="documents">Holds the documents.</param>
    /// <param name="addresses">Where in it each movie's document is, as they were gathered.</param>
    /// <param name="extracts">Where in that its extract is.</param>
    /// <param name="order">For each movie of the part, the number in which it was gathered.</param>
    public static ExtractWords Build(Documents documents, long[] addresses, TextPlace[] extracts, int[] order)
    {
        var words = new FieldWordsBuilder(order.Length, TextIndex.ShortestInExtracts, new BuildBuffers());
        var lengths = new byte[order.Length];
        byte[] plain = [], folded = [];
        for (var movie = 0; movie < order.Length; movie++)
        {
            var number = order[movie];
            var extract = DocumentHead.TextAt(documents[addresses[number]], extracts[number], ref plain);
            lengths[movie] = (byte)Math.Min(byte.MaxValue, words.Add(Folding.Fold(extract, ref folded)));
        }
        return new ExtractWords(words.Build(), lengths);
    }
}
