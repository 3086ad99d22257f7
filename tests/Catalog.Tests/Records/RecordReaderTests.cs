using System.Text;
using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Tests.Records;

/// <summary>What is no record, and why; and how one that is gets written.</summary>
public sealed class RecordReaderTests
{
    private const string Film = "\"title\":\"Film\",\"year\":2000";

    private readonly RecordReader reader = new();
    private readonly MovieRecord record = new();

    [Theory]
    [InlineData("""{"year":2000}""", "$.title", "required")]
    [InlineData("""{"title":null,"year":2000}""", "$.title", "null")]
    [InlineData("""{"title":"","year":2000}""", "$.title", "blank")]
    [InlineData("""{"title":" \t\u00A0","year":2000}""", "$.title", "blank")]
    [InlineData("""{"title":7,"year":2000}""", "$.title", "a number")]
    [InlineData("""{"title":["x"],"year":2000}""", "$.title", "an array")]
    [InlineData("""{"title":{},"year":2000}""", "$.title", "an object")]
    [InlineData("""{"title":true,"year":2000}""", "$.title", "a truth value")]
    [InlineData("""{"title":"x"}""", "$.year", "required")]
    [InlineData("""{"title":"x","year":null}""", "$.year", "null")]
    [InlineData("""{"title":"x","year":"1999"}""", "$.year", "a string")]
    [InlineData("""{"title":"x","year":1999.0}""", "$.year", "1999.0")]
    [InlineData("""{"title":"x","year":1e3}""", "$.year", "1e3")]
    [InlineData("""{"title":"x","year":0}""", "$.year", "1 to 9999")]
    [InlineData("""{"title":"x","year":-0}""", "$.year", "-0")]
    [InlineData("""{"title":"x","year":10000}""", "$.year", "10000")]
    [InlineData("""{"title":"x","year":-1}""", "$.year", "-1")]
    [InlineData("""{"title":"x","year":99999999999999999999}""", "$.year", "9999999")]
    [InlineData("""{"title":"x","year":[2000]}""", "$.year", "an array")]
    [InlineData("{" + Film + ""","cast":"A, B"}""", "$.cast", "a string")]
    [InlineData("{" + Film + ""","cast":{"0":"A"}}""", "$.cast", "an object")]
    [InlineData("{" + Film + ""","cast":["A",7]}""", "$.cast[1]", "a number")]
    [InlineData("{" + Film + ""","cast":[null]}""", "$.cast[0]", "null")]
    [InlineData("{" + Film + ""","cast":["A","B",["C"]]}""", "$.cast[2]", "an array")]
    [InlineData("{" + Film + ""","genres":["A",true]}""", "$.genres[1]", "a truth value")]
    [InlineData("{" + Film + ""","genres":3}""", "$.genres", "a number")]
    [InlineData("{" + Film + ""","href":3}""", "$.href", "a number")]
    [InlineData("{" + Film + ""","extract":["x"]}""", "$.extract", "an array")]
    [InlineData("{" + Film + ""","thumbnail":{}}""", "$.thumbnail", "an object")]
    [InlineData("{" + Film + ""","thumbnail_width":"320"}""", "$.thumbnail_width", "whole number")]
    [InlineData("{" + Film + ""","thumbnail_width":320.0}""", "$.thumbnail_width", "whole number")]
    [InlineData("{" + Film + ""","thumbnail_height":-1}""", "$.thumbnail_height", "whole number")]
    [InlineData("{" + Film + ""","deleted":"yes"}""", "$.deleted", "a string")]
    [InlineData("{" + Film + ""","deleted":1}""", "$.deleted", "a number")]
    [InlineData("{" + Film + ""","title":"Film"}""", "$.title", "twice")]
    [InlineData("{" + Film + ""","t\u0069tle":"Film"}""", "$.title", "twice")]
    [InlineData("{" + Film + ""","zz":1,"z\u007a":1}""", "$.zz", "twice")]
    [InlineData("{" + Film + ""","zz":null,"zz":null}""", "$.zz", "twice")]
    [InlineData("{" + Film + ""","cast":null,"cast":[]}""", "$.cast", "twice")]
    [InlineData("{" + Film + ""","id":1,"id":1}""", "$.id", "twice")]
    [InlineData("{" + Film + ""","deleted":true,"deleted":true}""", "$.deleted", "twice")]
    [InlineData("{" + Film + ""","zz":{"a":1,"\u0061":2}}""", "$..a", "twice")]
    [InlineData("{" + Film + ""","zz":[1,{"b":{"c":0},"a":{"c":1,"d":1,"c":2}}]}""", "$..c", "twice")]
    [InlineData("{" + Film + ""","zz":"\ud83d"}""", "$", "surrogate")]
    [InlineData("""{"title":"\ude00","year":2000}""", "$", "surrogate")]
    [InlineData("{" + Film + ""","\ud83d\u0020":1}""", "$", "surrogate")]
    [InlineData("{" + Film + ""","zz":NaN}""", "$", "not valid JSON")]
    [InlineData("{" + Film + ""","zz":Infinity}""", "$", "not valid JSON")]
    [InlineData("{" + Film + ""","zz":01}""", "$", "not valid JSON")]
    [InlineData("{" + Film + ""","zz":.5}""", "$", "not valid JSON")]
    [InlineData("{" + Film + ""","zz":+1}""", "$", "not valid JSON")]
    [InlineData("{" + Film + ""","zz":1,}""", "$", "not valid JSON")]
    [InlineData("{" + Film + ""","zz":[1,]}""", "$", "not valid JSON")]
    [InlineData("{" + Film + """,/**/"zz":1}""", "$", "not valid JSON")]
    [InlineData("{" + Film + "} x", "$", "not valid JSON")]
    [InlineData("{" + Film + "}{}", "$", "not valid JSON")]
    [InlineData("{" + Film, "$", "not valid JSON")]
    [InlineData("{'title':'x'}", "$", "not valid JSON")]
    [InlineData("{" + Film + ",\"zz\":\"a\nb\"}", "$", "not valid JSON")]
    [InlineData("\uFEFF{" + Film + "}", "$", "not valid JSON")]
    [InlineData("", "$", "not valid JSON")]
    [InlineData("  ", "$", "not valid JSON")]
    [InlineData("[]", "$", "an array")]
    [InlineData("\"x\"", "$", "a string")]
    [InlineData("null", "$", "null")]
    [InlineData("17", "$", "a number")]
    public void Read_BadRecord_IsAFault(string json, string path, string reason)
    {
        var fault = reader.Read(Encoding.UTF8.GetBytes(json), record);
        Assert.NotNull(fault);
        Assert.Equal(path, fault.Path);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
        Assert.True(fault.Reason.Length < 200, fault.Reason);
    }

    /// <summary>A load reads millions of them, and every collection stops all readers.</summary>
    [Fact]
    public void Read_KnownFieldsInAnyOrder_AllocatesNothing()
    {
        var json = """{"href":"h","extract":"e","genres":["G"],"cast":["A","B"],"year":2000,"title":"x"}"""u8;
        Assert.Null(reader.Read(json, record));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            reader.Read(json, record);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Read_AfterAnyFault_TakesTheNextRecord()
    {
        Assert.NotNull(reader.Read("""{"title":"x","cast":["A"],"zz":{"a":1,"a":1}}"""u8, record));
        Assert.NotNull(reader.Read("""{"title":"x","year":2000,"id":1,"deleted":true,"href":"h","zz":1,"""u8, record));
        Assert.Equal($$"""{"id":"2000-8yy4w9ssefpx",{{Film}},"cast":[],"genres":[]}""", Document($"{{{Film}}}"));
        Assert.False(record.Deleted || record.HadId || record.HasHref);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public void Read_InvalidUtf8_IsAFault(byte[] bytes)
    {
        byte[] json = [.. "{\"title\":\"x"u8, .. bytes, .. "\",\"year\":2000}"u8];
        Assert.Equal(new RecordFault("$", "the record is not valid UTF-8"), reader.Read(json, record));
    }

    [Theory]
    [InlineData("title", Limits.TitleBytes)]
    [InlineData("href", Limits.TextBytes)]
    [InlineData("extract", Limits.TextBytes)]
    [InlineData("thumbnail", Limits.TextBytes)]
    public void Read_LongText_IsTakenUpToItsLimit(string field, int most)
    {
        string Json(string text) => field is "title" ? $$"""{"title":"{{text}}","year":2000}""" : $$"""{{{Film}},"{{field}}":"{{text}}"}""";
        Assert.Null(Fault(Json(new string('x', most))));
        Assert.Null(Fault(Json(string.Concat(Enumerable.Repeat("\\u0078", most)))));
        Assert.Equal($"$.{field}", Fault(Json(new string('x', most + 1)))!.Path);
        Assert.Equal($"$.{field}", Fault(Json(new string('x', most - 1) + "é"))!.Path);
    }

    [Theory]
    [InlineData("cast", Limits.CastNames)]
    [InlineData("genres", Limits.Genres)]
    public void Read_List_IsTakenUpToItsLimits(string field, int most)
    {
        string Json(IEnumerable<string> values) => $$"""{{{Film}},"{{field}}":[{{string.Join(',', values.Select(v => $"\"{v}\""))}}]}""";
        Assert.Null(Fault(Json(Enumerable.Repeat("A", most))));
        Assert.Equal($"$.{field}", Fault(Json(Enumerable.Repeat("A", most + 1)))!.Path);
        Assert.Null(Fault(Json(["A", new string('x', Limits.NameBytes)])));
        Assert.Equal($"$.{field}[1]", Fault(Json(["A", new string('x', Limits.NameBytes + 1)]))!.Path);
    }

    [Fact]
    public void Read_TitleThatFoldsToMore_IsAFault()
    {
        // U+FDFA takes three bytes, and folded, more than thirty.
        Assert.Null(Fault($$"""{"title":"{{new string('\uFDFA', 30)}}","year":2000}"""));
        Assert.Equal("$.title", Fault($$"""{"title":"{{new string('\uFDFA', 100)}}","year":2000}""")!.Path);
    }

    [Fact]
    public void Read_LongNameOfAField_IsCutBetweenLetters()
    {
        var name = new string('x', 39) + "😀😀";
        Assert.Equal($"$.{name[..39]}…", Fault($$"""{{{Film}},"{{name}}":1,"{{name}}":2}""")!.Path);
    }

    [Fact]
    public void Read_LargeRecord_IsTakenUpToItsLimit()
    {
        var json = $"{{{Film}}}".PadRight(Limits.RecordBytes);
        Assert.Null(Fault(json));
        Assert.Equal("$", Fault(json + " ")!.Path);
    }

    [Fact]
    public void Read_DeepRecord_IsTakenUpToItsLimit()
    {
        string Json(int depth) => $"{{{Film},\"zz\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";
        Assert.Null(Fault(Json(Limits.Depth)));
        Assert.Equal("$", Fault(Json(Limits.Depth + 1))!.Path);
        Assert.Equal("$", Fault(Json(100_000))!.Path);
    }

    [Theory]
    [InlineData(""" { "year" : 2000 , "title" : "Film" } """, """{"title":"Film","year":2000,"cast":[],"genres":[]}""")]
    [InlineData("{" + Film + ""","id":"mine","deleted":null}""", "{" + Film + ""","cast":[],"genres":[]}""")]
    [InlineData("{" + Film + ""","genres":["b","a","b"],"cast":["\u0041","B"]}""", "{" + Film + ""","cast":["A","B"],"genres":["b","a","b"]}""")]
    [InlineData(
        "{" + Film + ""","thumbnail_height":2,"thumbnail_width":1,"thumbnail":"t","extract":"e","href":"h"}""",
        "{" + Film + ""","cast":[],"genres":[],"href":"h","extract":"e","thumbnail":"t","thumbnail_width":1,"thumbnail_height":2}""")]
    [InlineData(
        "{" + Film + ""","zz":1,"\uffff":2,"\ud83d\ude00":3,"é":4,"Title":5,"":6,"a\"b":7}""",
        "{" + Film + ""","cast":[],"genres":[],"":6,"Title":5,"a\"b":7,"zz":1,"é":4,""" + "\"\uFFFF\":2,\"😀\":3}")]
    [InlineData("{" + Film + ""","extract":null,"zz":null,"cast":null}""", "{" + Film + ""","cast":[],"genres":[]}""")]
    [InlineData(
        "{" + Film + ""","n":[1.50, 1e+5 ,-0, 0.0,12345678901234567890123]}""",
        "{" + Film + ""","cast":[],"genres":[],"n":[1.50,1e+5,-0,0.0,12345678901234567890123]}""")]
    [InlineData(
        "{" + Film + ""","n": { "b" : [ ] , "a" : { "null" : null , "true" : [ true , false ] } } }""",
        "{" + Film + ""","cast":[],"genres":[],"n":{"b":[],"a":{"null":null,"true":[true,false]}}}""")]
    [InlineData(
        "{" + Film + ""","extract":"\u002f\/\u0022\\\b\f\n\r\t\u0000\u001F\u007f\u00e9\ud83d\ude00"}""",
        "{" + Film + ""","cast":[],"genres":[],"extract":"//\"\\\b\f\n\r\t\u0000\u001f""" + "\u007Fé😀\"}")]
    public void Read_Record_IsWrittenInCanonicalForm(string json, string expected)
    {
        var document = Document(json);
        Assert.Equal(expected, "{" + document[(document.IndexOf(',', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public void Read_ManyOtherFields_AreInOrder()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"f{i * 37 % 100:00}").ToList();
        var document = Document($$"""{{{Film}},{{string.Join(',', names.Select(n => $"\"{n}\":0"))}}}""");
        Assert.EndsWith(string.Join(',', names.Order(StringComparer.Ordinal).Select(n => $"\"{n}\":0")) + "}", document, StringComparison.Ordinal);
    }

    private RecordFault? Fault(string json) => reader.Read(Encoding.UTF8.GetBytes(json), record);

    private string Document(string json)
    {
        Assert.Null(Fault(json));
        var document = new ByteBuffer();
        DocumentFormat.Write(record, MovieId.Of("film"u8, record.Year, default, hasHref: false), document);
        return Encoding.UTF8.GetString(document.Written);
    }
}
