using System.Text;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Tests.Records.Splitting;

public sealed class RecordSplitterTests
{
    [Theory]
    [InlineData("""[{"a":1},{"b":2}]""")]
    [InlineData(""" [ {"a":1} , {"b":2} ] """)]
    [InlineData("[\n{\"a\":1}\n,\n{\"b\":2}\n]\n")]
    [InlineData("{\"a\":1}\n{\"b\":2}")]
    [InlineData("{\"a\":1}\r\n\r\n{\"b\":2}\r\n")]
    [InlineData("""{"a":1}{"b":2}""")]
    [InlineData(" \t{\"a\":1} \t {\"b\":2} \n ")]
    public void Next_TwoRecords_GivesThem(string content) =>
        Assert.Equal(["""{"a":1}""", """{"b":2}"""], Split.Of(content).Texts);

    [Fact]
    public void Next_EmptyArray_EndsWithoutRecords()
    {
        var split = Split.Of("[ ]");

        Assert.Empty(split.Records);
        Assert.Null(split.Refusal);
    }

    [Fact]
    public void Next_Records_HavePlaceAndLine()
    {
        var split = Split.Of("\n[\n  {\n    \"a\": 1\n  },\n  {\"b\": 2}, 3,\n\n  {}\n]\n");

        Assert.Equal([(0, 3L), (1, 6L), (2, 6L), (3, 8L)], split.Records.Select(record => (record.Place, record.Line)));
    }

    [Theory]
    [InlineData("""[1, "a,]", null, [1,[2]], {"a":1}]""", "1", "\"a,]\"", "null", "[1,[2]]", """{"a":1}""")]
    [InlineData("""[{"title": }, {"a":1}]""", """{"title": }""", """{"a":1}""")]
    [InlineData("""[{"a":[}, {"b":2]}, {"c":1}]""", """{"a":[}, {"b":2]}""", """{"c":1}""")]
    [InlineData("{\"a\":1}\n3\n\"x\"\n[1,\n{\"b\":2}", """{"a":1}""", "3", "\"x\"", "[1,", """{"b":2}""")]
    public void Next_WhatIsNoRecord_IsPassedOn(string content, params string[] expected)
    {
        var split = Split.Of(content);

        Assert.Equal(expected, split.Texts);
        Assert.All(split.Records, record => Assert.Null(record.Fault));
        Assert.Null(split.Refusal);
    }

    [Theory]
    [InlineData("""[{"a":1} {"b":2}, {"c":3}]""", 2)]
    [InlineData("""[{"a":1}}, {"c":3}]""", 2)]
    [InlineData("""[{"a":1}, , {"c":3}]""", 3)]
    [InlineData("""[{"a":1}"x,]"{"y":[1,2]}, {"c":3}]""", 2)]
    public void Next_BadSeparators_FaultOneRecord(string content, int records)
    {
        var split = Split.Of(content);

        Assert.Null(split.Refusal);
        Assert.Equal(records, split.Records.Count);
        Assert.Single(split.Records, record => record.Fault is not null);
        Assert.Equal("""{"c":3}""", split.Records[^1].Json);
    }

    [Fact]
    public void Next_CommaAfterLastElement_IsAFault()
    {
        var split = Split.Of("""[{"a":1},]""");

        Assert.Equal([false, true], split.Records.Select(record => record.Fault is not null));
        Assert.Null(split.Refusal);
    }

    [Fact]
    public void Next_LineTornOffAnywhere_SpoilsItselfOnly()
    {
        const string Bad = """{"title":"B\"{","year":2,"cast":["x",{"y":[{"z":1}]}],"e":{"f":"g"}}""";
        for (var length = 1; length < Bad.Length; length++)
        {
            var split = Split.Of($"{{\"a\":1}}\n{Bad[..length]}\n{{\"c\":3}}\n{{\"d\":4}}\n");

            Assert.Null(split.Refusal);
            Assert.Equal(["""{"a":1}""", """{"c":3}""", """{"d":4}"""], split.Records.Where(r => r.Fault is null).Select(r => r.Json));
            Assert.Equal((1, 2L), split.Records.Where(r => r.Fault is not null).Select(r => (r.Place, r.Line)).Single());
        }
    }

    [Fact]
    public void Next_FirstOrLastLineTornOffAnywhere_SpoilsItselfOnly()
    {
        const string Bad = """{"title":"B","cast":["x",{"y":1}]}""";
        for (var length = 1; length < Bad.Length; length++)
        {
            Assert.Equal(["""{"c":3}"""], Good(Split.Of($"{Bad[..length]}\n{{\"c\":3}}\n")));
        }
        // A last line that is a brace alone may as well be the beginning of an object spread over lines.
        for (var length = 2; length < Bad.Length; length++)
        {
            var last = Split.Of($"{{\"c\":3}}\n{Bad[..length]}\n");
            Assert.Null(last.Refusal);
            Assert.Equal(["""{"c":3}"""], Good(last));
        }
    }

    [Theory]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":1},")]
    [InlineData("{\"a\":\"x}")]
    [InlineData("{\"a\":\"x\\")]
    [InlineData("{\"a\"\":1}")]
    [InlineData("{\"a\":1}]")]
    [InlineData("{\"a\":1} # note")]
    public void Next_BadLine_SpoilsItselfOnly(string line)
    {
        var split = Split.Of($"{{\"b\":2}}\n{line}\n{{\"c\":3}}\n");

        Assert.Null(split.Refusal);
        Assert.Equal(["""{"b":2}""", """{"c":3}"""], Good(split));
        Assert.Equal(3, split.Records.Count);
    }

    [Fact]
    public void Next_SpreadObjectWithoutItsEnd_SpoilsItselfOnly()
    {
        var split = Split.Of("{\n  \"a\": 1,\n  \"b\": [\n    {\n      \"c\": 1\n    }\n  ]\n\n{\n  \"d\": 1\n}\n{\n  \"e\": 1,\n{\n  \"f\": 1\n}\n");

        Assert.Null(split.Refusal);
        Assert.Equal(4, split.Records.Count);
        Assert.Equal(["{\n  \"d\": 1\n}", "{\n  \"f\": 1\n}"], Good(split));
    }

    [Fact]
    public void Next_SpreadObjectWithOpenString_IsPassedOnAlone()
    {
        var split = Split.Of("{\n  \"a\": \"x,\n  \"b\": 1\n}\n{\n  \"c\": 1\n}\n");

        Assert.Equal(2, split.Records.Count);
        Assert.Equal("{\n  \"c\": 1\n}", split.Records[1].Json);
    }

    [Theory]
    [InlineData("{\"a\": 1,\n \"b\": {\n  \"c\": [1,\n   {\"d\": 2},\n   {\"e\": 3}]\n },\n \"f\":\n  null}")]
    [InlineData("{ \"a\": 1\n, \"b\": 2\n}")]
    [InlineData("{\n\"a\": [\n{\n\"b\": 1\n},\n{\n\"c\": 1\n}\n]\n}")]
    public void Next_ObjectOverSeveralLines_IsOneRecord(string record)
    {
        var split = Split.Of(record + "\n" + record + record);

        Assert.Equal([record, record, record], split.Texts);
        Assert.All(split.Records, r => Assert.Null(r.Fault));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(" \n\t\n", 3)]
    [InlineData("\uFEFF", 1)]
    [InlineData("<html></html>", 1)]
    [InlineData("\n\ntitle,year\n", 3)]
    [InlineData("\"just a string\"", 1)]
    [InlineData("[{\"a\":1}]\n[{\"b\":2}]", 2)]
    [InlineData("[{\"a\":1}]\n\n}", 3)]
    [InlineData("[{\"a\":1}] x", 1)]
    [InlineData("[\n{\"a\":1},\n{\"b\":2", 3)]
    [InlineData("[\n{\"a\":1},\n{\"b\":2}", 3)]
    [InlineData("[\n{\"a\":1},\n\n", 4)]
    [InlineData("[\n{\"a\":\"x},\n{\"b\":2}]", 2)]
    [InlineData("{\"a\":1}\n{\"b\":", 2)]
    [InlineData("{\"a\":1}\n{\"b\":\"x", 2)]
    [InlineData("{\n  \"a\": 1,\n", 1)]
    [InlineData("{\"a\":1,\n", 1)]
    [InlineData("[", 1)]
    [InlineData("{", 1)]
    public void Next_NoFileOfRecords_IsRefusedWithItsLine(string content, long line)
    {
        var split = Split.Of(content);

        Assert.NotNull(split.Refusal);
        Assert.Equal(line, split.Refusal.Line);
    }

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16")]
    [InlineData("utf-32", "UTF-32")]
    public void Next_OtherEncoding_IsRefusedByName(string name, string expected)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] marked = [.. encoding.GetPreamble(), .. encoding.GetBytes("[{}]")];

        Assert.Contains(expected, Split.Of(marked).Refusal!.Reason, StringComparison.Ordinal);
        Assert.Contains(expected, Split.Of(encoding.GetBytes("[{}]")).Refusal!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{0},{1}]")]
    [InlineData("{0}\n{1}\n")]
    public void Next_DeepNesting_IsPassedOn(string layout)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", 10_000)) + string.Concat(Enumerable.Repeat("]}", 10_000));
        var split = Split.Of(layout.Replace("{0}", deep, StringComparison.Ordinal).Replace("{1}", "{}", StringComparison.Ordinal));

        Assert.Equal([deep, "{}"], split.Texts);
    }

    [Theory]
    [InlineData("[{0},{1}]")]
    [InlineData("{0}\n{1}\n")]
    [InlineData("{0}{1}")]
    [InlineData("{1}x{0}\n{1}")]
    [InlineData("[{1}x{0},{1}]")]
    public void Next_RecordTooLong_IsFaultedAloneInBoundedMemory(string layout)
    {
        const int Block = 1 << 12;
        foreach (var length in (int[])[Limits.RecordBytes + 1, Limits.RecordBytes + Block, 5 * Limits.RecordBytes])
        {
            var content = layout.Replace("{0}", Long(length), StringComparison.Ordinal).Replace("{1}", "{}", StringComparison.Ordinal);
            var split = Split.Of(Encoding.UTF8.GetBytes(content), blockBytes: Block);

            Assert.Null(split.Refusal);
            Assert.Equal(2, split.Records.Count);
            Assert.NotNull(split.Records[0].Fault);
            Assert.Equal("{}", split.Records[1].Json);
            Assert.True(split.Capacity <= Limits.RecordBytes + Block);
        }
    }

    [Theory]
    [InlineData("[", "", "]")]
    [InlineData("", "\n", "")]
    public void Next_LongestRecordAmidLongBlanks_IsARecord(string head, string separator, string tail)
    {
        var record = Long(Limits.RecordBytes);
        var blanks = new string(' ', 3 * Limits.RecordBytes);
        var split = Split.Of(head + blanks + record + blanks + separator + tail);

        Assert.Null(split.Refusal);
        Assert.Equal([record], split.Texts);
        Assert.Null(split.Records[0].Fault);
    }

    private static IEnumerable<string> Good(Split split) => split.Records.Where(record => record.Fault is null).Select(record => record.Json);

    private static string Long(int length) => "{\"a\":\"" + new string('x', length - 8) + "\"}";
}
