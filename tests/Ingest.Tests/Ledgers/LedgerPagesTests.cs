using System.Buffers;
using System.Text;
using System.Text.Json;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests.Ledgers;

public sealed class LedgerPagesTests : IDisposable
{
    private readonly Fixture _all = new();
    private readonly LedgerPages _pages;

    public LedgerPagesTests() => _pages = new LedgerPages(_all.Ledger);

    public void Dispose() => _all.Dispose();

    [Fact]
    public void States_All_AreInSnakeCase() =>
        Assert.Equal(["pending", "ingested", "quarantined", "failed_will_retry", "gone"], _pages.States);

    [Fact]
    public void WriteList_Nothing_IsAnEmptyPage() =>
        Assert.Equal("""{"items":[],"total":0,"page":1,"page_size":20,"has_more":false}""", List(null, 1, 20).Text);

    [Fact]
    public async Task WriteList_Files_PagesConcatenateToTheList()
    {
        for (var i = 0; i < 7; i++)
        {
            _all.Source.With($"{i}.json", i == 3 ? "bad" : """[{"title":"A"}, 1]""");
            await _all.PollAsync();
            _all.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["6.json", "5.json", "4.json"], Keys(List(null, 1, 3)));
        Assert.Equal(["3.json", "2.json", "1.json"], Keys(List(null, 2, 3)));
        Assert.Equal(["0.json"], Keys(List(null, 3, 3)));
        Assert.Equal((7, true), List(null, 2, 3).Page);
        Assert.Equal((7, false), List(null, 3, 3).Page);
        Assert.Equal((7, false), List(null, long.MaxValue, 200).Page);
        Assert.Empty(Keys(List(null, 4, 3)));
        Assert.Equal(["3.json"], Keys(List("quarantined", 1, 3)));
        Assert.Empty(Keys(List("gone", 1, 3)));
        Assert.DoesNotContain("rejected_records", List(null, 1, 20).Text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => List("Quarantined", 1, 3));
    }

    [Fact]
    public async Task WriteFile_Ingested_HasAll()
    {
        _all.Source.With("é.json", "[{\"title\":\"A\"},\n 1]");
        await _all.PollAsync();
        var id = _all.Entry("é.json").Id;

        Assert.Equal(
            "{\"id\":\"" + id + "\",\"source\":\"fake://source\",\"key\":\"é.json\",\"etag\":\"\\\"1\\\"\",\"bytes\":19,"
            + "\"last_modified\":\"2026-01-01T12:00:00Z\",\"first_seen\":\"2026-01-02T03:04:05Z\",\"state\":\"ingested\",\"attempts\":1,"
            + "\"last_attempt\":\"2026-01-02T03:04:05Z\",\"records\":2,\"added\":1,\"updated\":0,\"unchanged\":0,\"deleted\":0,"
            + "\"rejected\":1,\"ids_dropped\":0,\"duration_ms\":0,"
            + "\"rejected_records\":[{\"index\":1,\"line\":2,\"path\":\"$\",\"reason\":\"A record must be an object.\"}]}",
            File(id));
    }

    [Fact]
    public async Task WriteFile_ChangedSince_IsOfTheNewVersion()
    {
        _all.Source.With("a.json", "bad");
        await _all.PollAsync();
        var id = _all.Entry("a.json").Id;
        Assert.Contains("\"fault\":{\"line\":1,\"reason\":", File(id), StringComparison.Ordinal);

        _all.Source.With("a.json", """[{"title":"A"}]""", 1);
        _all.Sink.CommitFailure = new IOException("No room.");
        await Assert.ThrowsAsync<IOException>(_all.PollAsync);

        using var row = JsonDocument.Parse(File(id)!);
        Assert.Equal("pending", row.RootElement.GetProperty("state").GetString());
        Assert.False(row.RootElement.TryGetProperty("fault", out _));
    }

    /// <summary>What is kept has the whole path, which tells sources apart; what is shown has not, wherever it would come from.</summary>
    [Fact]
    public async Task Write_SourceIsAFolder_DoesNotTellWhereThatIs()
    {
        using var all = new Fixture { Source = new FakeSource("/srv/private/drops") };
        all.Source.With("a.json", """[{"title":"A"}]""");
        all.Source.OpenFailures["b.json"] = new UnauthorizedAccessException("Access to the path '/srv/private/drops/b.json' is denied.");
        all.Source.With("b.json", """[{"title":"B"}]""");
        await all.PollAsync();
        var pages = new LedgerPages(all.Ledger);
        var body = new ArrayBufferWriter<byte>();
        pages.WriteList(null, 1, 20, body);
        Assert.All(new[] { "a.json", "b.json" }, key => Assert.True(pages.WriteFile(all.Ledger.Find("/srv/private/drops", key)!.Id, body)));
        foreach (var line in pages.List(null, 0, 20).Lines)
            body.Write(line.Json);
        var shown = Encoding.UTF8.GetString(body.WrittenSpan);
        Assert.DoesNotContain("/srv", shown, StringComparison.Ordinal);
        Assert.Contains("\"source\":\"drops\"", shown, StringComparison.Ordinal);
        Assert.Contains("'drops/b.json' is denied", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteFile_Unknown_WritesNothing() => Assert.Null(File("0123456789abcdef"));

    private static IEnumerable<string> Keys((string Text, (long, bool) Page) list)
    {
        using var document = JsonDocument.Parse(list.Text);
        return [.. document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!)];
    }

    private (string Text, (long Total, bool HasMore) Page) List(string? state, long page, int pageSize)
    {
        var body = new ArrayBufferWriter<byte>();
        var written = _pages.WriteList(state, page, pageSize, body);
        return (Encoding.UTF8.GetString(body.WrittenSpan), written);
    }

    private string? File(string id)
    {
        var body = new ArrayBufferWriter<byte>();
        var isKnown = _pages.WriteFile(id, body);
        Assert.Equal(isKnown, body.WrittenCount > 0);
        return isKnown ? Encoding.UTF8.GetString(body.WrittenSpan) : null;
    }
}
