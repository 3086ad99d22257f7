using System.Collections.Immutable;
using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Highlighting;

/// <summary>Tells where in the movies of a page a query matched; looks at nothing but their documents.</summary>
internal sealed class Highlighter
{
    private readonly FoldedText folded = new();
    private readonly Ranges ranges = new();
    private readonly SearchMatches matches = new();
    private byte[] plain = [];

    /// <summary>Writes <c>,"highlights":[…]</c>, an object for each item.</summary>
    /// <param name="snapshot">What was asked.</param>
    /// <param name="page">The items.</param>
    /// <param name="query">What was asked for.</param>
    /// <param name="forgiveness">How far words of a search in full text were allowed to differ.</param>
    /// <param name="writer">Takes it.</param>
    public void Write(Snapshot snapshot, List<Hit> page, Query query, Ranking.Forgiveness forgiveness, ref AnswerWriter writer)
    {
        Begin(query, forgiveness, ref writer);
        for (var i = 0; i < page.Count; i++)
            WriteItem(i, snapshot.Parts[page[i].Part].Part.DocumentOf(page[i].Movie), query, ref writer);
        writer.Raw("]"u8);
    }

    /// <summary>Writes the same for items of several partitions.</summary>
    /// <param name="documents">The items, with the fields wanted.</param>
    /// <param name="query">What was asked for.</param>
    /// <param name="forgiveness">How far words of a search in full text were allowed to differ.</param>
    /// <param name="writer">Takes it.</param>
    public void Write(List<byte[]> documents, Query query, Ranking.Forgiveness forgiveness, ref AnswerWriter writer)
    {
        Begin(query, forgiveness, ref writer);
        for (var i = 0; i < documents.Count; i++)
            WriteItem(i, documents[i], query, ref writer);
        writer.Raw("]"u8);
    }

    private void Begin(Query query, Ranking.Forgiveness forgiveness, ref AnswerWriter writer)
    {
        matches.Reset(query.Search, forgiveness);
        writer.Raw(",\"highlights\":["u8);
    }

    private void WriteItem(int place, ReadOnlySpan<byte> document, Query query, ref AnswerWriter writer)
    {
        writer.Raw(place > 0 ? ",{"u8 : "{"u8);
        WriteItem(document, query, ref writer);
        writer.Raw("}"u8);
    }

    private void WriteItem(ReadOnlySpan<byte> document, Query query, ref AnswerWriter writer)
    {
        var reader = DocumentFormat.Reader(document);
        reader.Read();
        var any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            var wanted = field is not null && IsAnswered(ref reader, query.Fields) && MayMatch(field.Value, query);
            reader.Read();
            if (!wanted)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.StartArray)
                any |= WriteList(ref reader, field!.Value, query, any, ref writer);
            else if (reader.TokenType == JsonTokenType.String)
                any |= WriteText(ref reader, field!.Value, query, any, ref writer);
            else
                reader.Skip();
        }
    }

    private static WordField? FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("title"u8) ? WordField.Title
        : reader.ValueTextEquals("cast"u8) ? WordField.Cast
        : reader.ValueTextEquals("genres"u8) ? WordField.Genre
        : reader.ValueTextEquals("extract"u8) ? WordField.Extract
        : null;

    private static bool IsAnswered(ref Utf8JsonReader reader, ImmutableArray<string> fields)
    {
        if (fields.IsEmpty)
            return true;
        foreach (var field in fields)
        {
            if (reader.ValueTextEquals(field))
                return true;
        }
        return false;
    }

    private static bool MayMatch(WordField field, Query query)
    {
        if (query.Search is not null)
            return true;
        foreach (var filter in query.Texts)
        {
            if (FieldOf(filter.Field) == field)
                return true;
        }
        return false;
    }

    private static WordField FieldOf(TextField field) => field switch
    {
        TextField.Title or TextField.Name => WordField.Title,
        TextField.Genre => WordField.Genre,
        _ => WordField.Cast,
    };

    /// <summary>Writes the ranges of a text; whether there are any.</summary>
    private bool WriteText(ref Utf8JsonReader reader, WordField field, Query query, bool isLater, ref AnswerWriter writer)
    {
        Find(ref reader, field, query);
        if (ranges.Count == 0)
            return false;
        WriteName(field, isLater, ref writer);
        for (var i = 0; i < ranges.Count; i++)
        {
            writer.Number(i > 0 ? ",["u8 : "["u8, ranges[i].Start);
            writer.Number(","u8, ranges[i].End);
            writer.Raw("]"u8);
        }
        writer.Raw("]"u8);
        return true;
    }

    /// <summary>Writes the ranges of a list's texts, each behind the place of its text; whether there are any.</summary>
    private bool WriteList(ref Utf8JsonReader reader, WordField field, Query query, bool isLater, ref AnswerWriter writer)
    {
        var any = false;
        for (var place = 0; reader.Read() && reader.TokenType == JsonTokenType.String; place++)
        {
            Find(ref reader, field, query);
            for (var i = 0; i < ranges.Count; i++)
            {
                if (!any)
                    WriteName(field, isLater, ref writer);
                writer.Number(any ? ",["u8 : "["u8, place);
                writer.Number(","u8, ranges[i].Start);
                writer.Number(","u8, ranges[i].End);
                writer.Raw("]"u8);
                any = true;
            }
        }
        if (any)
            writer.Raw("]"u8);
        return any;
    }

    private static void WriteName(WordField field, bool isLater, ref AnswerWriter writer)
    {
        if (isLater)
            writer.Raw(","u8);
        writer.Raw(field switch
        {
            WordField.Title => "\"title\":["u8,
            WordField.Cast => "\"cast\":["u8,
            WordField.Genre => "\"genres\":["u8,
            _ => "\"extract\":["u8,
        });
    }

    /// <summary>Finds where the text at hand matches.</summary>
    private void Find(ref Utf8JsonReader reader, WordField field, Query query)
    {
        folded.Read(Text(ref reader));
        ranges.Clear();
        foreach (var filter in query.Texts)
        {
            if (FieldOf(filter.Field) == field)
                FindFilter(filter);
        }
        if (query.Search is not null)
            matches.AddMatches(field, folded, ranges);
        ranges.Settle();
    }

    private void FindFilter(TextFilter filter)
    {
        foreach (var alternative in filter.Alternatives)
        {
            if (filter.Field is TextField.Title or TextField.Actor)
                FindSubstring(alternative);
            else if (folded.Bytes.SequenceEqual(alternative))
                ranges.Add(folded.SourceOf(0, alternative.Length));
        }
    }

    private void FindSubstring(byte[] pattern)
    {
        for (int at = 0, found; (found = folded.Bytes[at..].IndexOf(pattern)) >= 0; at += found + 1)
            ranges.Add(folded.SourceOf(at + found, at + found + pattern.Length));
    }

    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (plain.Length < reader.ValueSpan.Length)
            plain = new byte[reader.ValueSpan.Length];
        return plain.AsSpan(0, reader.CopyString(plain));
    }
}
