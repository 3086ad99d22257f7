using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Tests.Generated;

namespace MovieGrains.Catalog.Tests.Parts;

public sealed class DocumentHeadTests
{
    private byte[] plain = [];

    [Fact]
    public void DocumentsOfAnyRecords_AreReadAsAnyReaderReadsThem()
    {
        var source = new RecordSource(new Dice(8));
        var reader = new RecordReader();
        var record = new MovieRecord();
        for (var i = 0; i < 5_000; i++)
        {
            Assert.Null(reader.Read(Encoding.UTF8.GetBytes(source.Next()), record));
            Check(RecordDocument.Write(record));
        }
    }

    [Theory]
    [InlineData("""{"title":"A","year":1}""")]
    [InlineData("""{"title":"\"","year":9999,"cast":["\\","\"\\\"",""],"genres":["\\\\"],"extract":"\\\"","thumbnail":""}""")]
    [InlineData("""{"title":"]","year":12,"cast":["]","[",",","\",\"genres\":["],"genres":["}","{"],"href":"\"extract\":\"no\"","thumbnail":"x"}""")]
    [InlineData("""{"title":"\u0001 sixteen and more bytes of text, then \n","year":2001,"genres":["only"],"extract":"","extract2":"no","thumbnails":[{"extract":"no"}]}""")]
    [InlineData("""{"title":"Ünïcode","year":2001,"cast":["Ana Ö'Neill"],"thumbnail_width":3,"zzz":{"thumbnail":"no"}}""")]
    public void Document_IsReadAsAnyReaderReadsIt(string json)
    {
        var record = new MovieRecord();
        Assert.Null(new RecordReader().Read(Encoding.UTF8.GetBytes(json), record));
        Check(RecordDocument.Write(record));
    }

    private void Check(byte[] document)
    {
        var json = JsonDocument.Parse(document).RootElement;
        var head = new DocumentHead(document);
        Assert.Equal(json.GetProperty("title").GetString(), Encoding.UTF8.GetString(head.ReadTitle(ref plain)));
        Assert.Equal(json.GetProperty("year").GetInt32(), head.ReadYear());
        Assert.Equal(Texts(json, "cast"), Names(ref head));
        Assert.Equal(Texts(json, "genres"), Names(ref head));
        CheckRest(document, json, head.ReadRest());
        CheckLeavingOut(document, json);
    }

    private void CheckRest(byte[] document, JsonElement json, (TextPlace Extract, bool HasThumbnail) rest)
    {
        Assert.Equal(json.TryGetProperty("thumbnail", out _), rest.HasThumbnail);
        var extract = json.TryGetProperty("extract", out var value) ? value.GetString() : "";
        Assert.Equal(extract, Encoding.UTF8.GetString(DocumentHead.TextAt(document, rest.Extract, ref plain)));
        Assert.Equal(extract, Encoding.UTF8.GetString(DocumentHead.ExtractOf(document, ref plain)));
    }

    private void CheckLeavingOut(byte[] document, JsonElement json)
    {
        var head = new DocumentHead(document);
        head.SkipTitle();
        head.ReadYear();
        Assert.Equal(json.GetProperty("cast").GetArrayLength(), head.SkipNames());
        Assert.Equal(Texts(json, "genres"), Names(ref head));
    }

    private List<string> Names(ref DocumentHead head)
    {
        var names = new List<string>();
        while (head.ReadName(ref plain, out var name))
            names.Add(Encoding.UTF8.GetString(name));
        return names;
    }

    private static string[] Texts(JsonElement json, string list) => [.. json.GetProperty(list).EnumerateArray().Select(static e => e.GetString()!)];
}
