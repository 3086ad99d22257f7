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
        writer.Raw("{\"kind\":\"title\",\"text\":"u8);
        writer.Raw(DocumentFormat.TitleOf(document));
        writer.Number(",\"year\":"u8, part.Years[suggestion.Number]);
        writer.Raw(",\"id\":\""u8);
        writer.Raw(DocumentFormat.IdOf(document));
        writer.Raw("\"}"u8);
    }

    private static void WriteName(Snapshot snapshot, Suggestion suggestion, ref AnswerWriter writer, Scratch scratch)
    {
        var text = new ByteBuffer(64);
        var folded = snapshot.Parts[suggestion.Part].Part.Cast.Folded[suggestion.Number];
        JsonText.Append(text, SpellingChoice.Choose(snapshot, Everything, new FacetRequest(FacetDimension.Cast, false), folded, scratch));
        writer.Raw("{\"kind\":\"cast\",\"text\":"u8);
        writer.Raw(text.Written);
        writer.Number(",\"movies\":"u8, snapshot.Names[suggestion.Name].Movies);
        writer.Raw("}"u8);
    }
}
