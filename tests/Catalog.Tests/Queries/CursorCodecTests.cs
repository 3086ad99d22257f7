using System.Buffers.Text;
using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Queries;

/// <summary>Cursors as text: what goes in comes out, and nothing else is taken.</summary>
public sealed class CursorCodecTests
{
    private static readonly Query Asked = new() { Texts = [Text(TextField.Genre, "a", "b"), Text(TextField.Title, "x")], Years = [Years(1990, 1999)] };

    private static readonly Cursor Place = new(1999, "the thing"u8.ToArray(), "1999-000000000000-abcdef");

    [Fact]
    public void TryDecode_RandomCursors_AreAsEncoded()
    {
        var dice = new Dice(11);
        var naive = new NaiveCatalog(NaiveMerge.Documents(new RecordSource(dice).Files(10, 30)).Values);
        var queries = new QuerySource(dice, naive);
        for (var i = 0; i < 2_000; i++)
        {
            var query = queries.Next();
            var cursor = queries.Place(query.Sort);
            var text = CursorCodec.Encode(cursor, query);
            Assert.Equal(CursorFault.None, CursorCodec.TryDecode(text, query with { Page = 3, PageSize = 7, Facets = [], Fields = [] }, out var decoded));
            Assert.Equal((cursor.Year, cursor.Id), (decoded!.Year, decoded.Id));
            Assert.Equal(cursor.Title, decoded.Title);
        }
    }

    [Fact]
    public void TryDecode_LongestTitle_IsAsEncoded()
    {
        var cursor = Place with { Title = new byte[Limits.TitleBytes] };
        Assert.Equal(CursorFault.None, CursorCodec.TryDecode(CursorCodec.Encode(cursor, Asked), Asked, out var decoded));
        Assert.Equal(cursor.Title, decoded!.Title);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("not a cursor")]
    [InlineData("ÄÖÜ")]
    [InlineData("\0")]
    [InlineData("%%%%")]
    [InlineData("====")]
    public void TryDecode_OtherText_IsMalformed(string text) =>
        Assert.Equal(CursorFault.Malformed, CursorCodec.TryDecode(text, Asked, out _));

    [Fact]
    public void TryDecode_TooLong_IsMalformed() =>
        Assert.Equal(CursorFault.Malformed, CursorCodec.TryDecode(new string('A', 1 << 20), Asked, out _));

    [Fact]
    public void TryDecode_TruncatedOrExtended_IsMalformed()
    {
        var text = CursorCodec.Encode(Place, Asked);
        for (var length = 0; length < text.Length; length++)
            Assert.Equal(CursorFault.Malformed, CursorCodec.TryDecode(text[..length], Asked, out _));
        foreach (var more in new[] { "A", "AA", "AAA", "AAAA", "=", "==", " ", "\n" })
            Assert.Equal(CursorFault.Malformed, CursorCodec.TryDecode(text + more, Asked, out _));
    }

    [Fact]
    public void TryDecode_AnyBitFlipped_IsMalformed()
    {
        var bytes = Base64Url.DecodeFromChars(CursorCodec.Encode(Place, Asked));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(CursorFault.Malformed, CursorCodec.TryDecode(Base64Url.EncodeToString(bytes), Asked, out _));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void TryDecode_AnyLetterChanged_IsMalformed()
    {
        // Titles of three lengths: base64 leaves no bits over, two, or four.
        foreach (var cursor in new[] { "a", "ab", "abc" }.Select(t => Place with { Title = Encoding.UTF8.GetBytes(t) }))
        {
            var text = CursorCodec.Encode(cursor, Asked);
            for (var i = 0; i < text.Length; i++)
            {
                foreach (var letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n".Where(l => l != text[i]))
                {
                    var changed = text[..i] + letter + text[(i + 1)..];
                    if (CursorCodec.TryDecode(changed, Asked, out _) != CursorFault.Malformed)
                        Assert.Fail($"{changed} is taken for {text}");
                }
            }
        }
    }

    [Fact]
    public void TryDecode_OtherOrder_IsOfAnotherQuery()
    {
        foreach (var sort in Sorts.All)
        {
            var text = CursorCodec.Encode(Place, Asked with { Sort = sort });
            foreach (var other in Sorts.All)
            {
                Assert.Equal(
                    sort.Equals(other) ? CursorFault.None : CursorFault.OtherQuery,
                    CursorCodec.TryDecode(text, Asked with { Sort = other }, out _));
            }
        }
    }

    [Fact]
    public void TryDecode_OtherFilters_IsOfAnotherQuery()
    {
        Query[] all =
        [
            new Query(),
            new Query { Years = [Years(1990, 1999)] },
            new Query { Years = [Years(1990, 1998)] },
            new Query { Years = [Years(1990, 1999), Years(1990, 1999)] },
            new Query { Texts = [Text(TextField.Genre, "a")] },
            new Query { Texts = [Text(TextField.Cast, "a")] },
            new Query { Texts = [Text(TextField.Actor, "a")] },
            new Query { Texts = [Text(TextField.Title, "a")] },
            new Query { Texts = [Text(TextField.Name, "a")] },
            new Query { Texts = [Text(TextField.Genre, "a", "b")] },
            new Query { Texts = [Text(TextField.Genre, "a"), Text(TextField.Genre, "b")] },
            new Query { Texts = [Text(TextField.Genre, "ab")] },
            new Query { Texts = [Text(TextField.Genre, "a"), Text(TextField.Cast, "b")] },
            new Query { Texts = [Text(TextField.Genre, "b"), Text(TextField.Cast, "a")] },
        ];
        foreach (var query in all)
        {
            var text = CursorCodec.Encode(Place, query);
            foreach (var other in all)
            {
                Assert.Equal(
                    ReferenceEquals(query, other) ? CursorFault.None : CursorFault.OtherQuery,
                    CursorCodec.TryDecode(text, other, out _));
            }
        }
    }

    [Fact]
    public void TryDecode_SameFiltersInAnotherOrder_IsTheSameQuery()
    {
        var query = new Query { Texts = [Text(TextField.Title, "x"), Text(TextField.Genre, "b", "a")], Years = [Years(1990, 1999)] };
        Assert.Equal(CursorFault.None, CursorCodec.TryDecode(CursorCodec.Encode(Place, Asked), query, out _));
    }

    private static TextFilter Text(TextField field, params string[] alternatives) =>
        new(field, [.. alternatives.Select(Encoding.UTF8.GetBytes)]);

    private static YearFilter Years(int first, int last) => new([new YearRange(first, last)]);
}
