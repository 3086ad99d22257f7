using System.Buffers;
using System.Text;
using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Writes suggestions as JSON.</summary>
internal static class SuggestionWriter
{
    private static readonly Query Everything = new();

    /// <summary>Writes <c>{"suggestions":[…]}</c>.</summary>
    public static void Write(Snapshot snapshot, List<Suggestion> suggestions, IBufferWriter<byte> body, Scratch scratch)
    {
        var writer = new AnswerWriter(body);
        writer.Raw("{\"suggestions\":["u8);
        for (var i = 0; i < suggestions.Count; i++)
        {
            if (i > 0)
                writer.Raw(","u8);
            if (suggestions[i].IsTitle)
                WriteTitle(snapshot, suggestions[i], ref writer);
            else
                WriteName(snapshot, suggestions[i], ref writer, scratch);
        }
        writer.Raw("]}"u8);
    }

    private static void WriteTitle(Snapshot snapshot, Suggestion suggestion, ref AnswerWriter writer)
    {
        var part = snapshot.Parts[suggestion.Part].Part;
        var document = part.DocumentOf(suggestion.Number);
        WriteTitle(DocumentFormat.TitleOf(document), part.Years[suggestion.Number], DocumentFormat.IdOf(document), ref writer);
    }

    /// <summary>Writes one title.</summary>
    /// <param name="json">As its document has it.</param>
    /// <param name="year">Its year.</param>
    /// <param name="id">Its id.</param>
    /// <param name="writer">Takes it.</param>
    public static void WriteTitle(ReadOnlySpan<byte> json, int year, ReadOnlySpan<byte> id, ref AnswerWriter writer)
    {
        writer.Raw("{\"kind\":\"title\",\"text\":"u8);
        writer.Raw(json);
        writer.Number(",\"year\":"u8, year);
        writer.Raw(",\"id\":\""u8);
        writer.Raw(id);
        writer.Raw("\"}"u8);
    }

    private static void WriteName(Snapshot snapshot, Suggestion suggestion, ref AnswerWriter writer, Scratch scratch)
    {
        var folded = snapshot.Parts[suggestion.Part].Part.Cast.Folded[suggestion.Number];
        var spelling = SpellingChoice.Choose(snapshot, Everything, new FacetRequest(FacetDimension.Cast, false), folded, scratch);
        WriteName(spelling, snapshot.Names[suggestion.Name].Movies, ref writer);
    }

    /// <summary>Writes one name.</summary>
    /// <param name="spelling">UTF-8, as supplied.</param>
    /// <param name="movies">How many movies it is in.</param>
    /// <param name="writer">Takes it.</param>
    public static void WriteName(ReadOnlySpan<byte> spelling, int movies, ref AnswerWriter writer)
    {
        var text = new ByteBuffer(64);
        JsonText.Append(text, spelling);
        writer.Raw("{\"kind\":\"cast\",\"text\":"u8);
        writer.Raw(text.Written);
        writer.Number(",\"movies\":"u8, movies);
        writer.Raw("}"u8);
    }
}
