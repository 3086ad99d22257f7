using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Suggestions;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Parts;

/// <summary>Writes the index of a part, all but its documents, and makes a part of it again.</summary>
internal static class PartLayout
{
    /// <summary>Writes its arrays.</summary>
    public static void WriteTo(Part part, IndexWriter writer)
    {
        writer.Write<ushort>(part.Years);
        part.Titles.WriteTo(writer);
        writer.Write<int>(part.TitleRanks);
        writer.Write<int>(part.ByTitle);
        writer.Write<int>(part.ById);
        part.TitleWords.WriteTo(writer);
        part.TitlePhrases.WriteTo(writer);
        part.Genres.WriteTo(writer);
        part.Cast.WriteTo(writer);
        part.CastWords.WriteTo(writer);
        part.CastPhrases.WriteTo(writer);
        part.Text.WriteTo(writer);
        part.Suggestions.WriteTo(writer);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="documents">Holds the documents.</param>
    /// <param name="addresses">Where in it each movie's document is.</param>
    /// <exception cref="InvalidDataException">The arrays are not those of so many movies.</exception>
    public static Part Read(IndexReader reader, Documents documents, long[] addresses)
    {
        var count = addresses.Length;
        var years = reader.Read<ushort>(count);
        var titles = TextColumn.Read(reader);
        IndexReader.Require(titles.Count == count);
        var titleRanks = reader.ReadNumbers(count, below: count);
        var byTitle = reader.ReadNumbers(count, below: count);
        var byId = reader.ReadNumbers(count, below: count);
        var titleWords = WordIndex.Read(reader, count);
        var titlePhrases = PhraseIndex.Read(reader, count);
        var genres = TermIndex.Read(reader, count);
        var cast = TermIndex.Read(reader, count);
        var castWords = WordIndex.Read(reader, count);
        var castPhrases = PhraseIndex.Read(reader, cast.Count);
        var text = TextIndex.Read(reader, count, cast.Count);
        var suggestions = SuggestIndex.Read(reader, titles, cast);
        reader.End();
        return new Part
        {
            Count = count,
            Documents = documents,
            Addresses = addresses,
            Years = years,
            Titles = titles,
            TitleRanks = titleRanks,
            ByTitle = byTitle,
            IdRanks = TextSort.RanksOf(byId),
            ById = byId,
            TitleWords = titleWords,
            TitlePhrases = titlePhrases,
            Genres = genres,
            Cast = cast,
            CastWords = castWords,
            CastPhrases = castPhrases,
            Text = text,
            Suggestions = suggestions,
        };
    }
}
