using System.Text;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Tests.Generated;

namespace MovieGrains.Catalog.Tests.Records;

/// <summary>A document is its own canonical form.</summary>
public sealed class CanonicalFormPropertyTests
{
    [Fact]
    public void Read_DocumentOfAnyRecord_IsWrittenAsItIs()
    {
        var source = new RecordSource(new Dice(5));
        var reader = new RecordReader();
        var record = new MovieRecord();
        for (var i = 0; i < 5_000; i++)
        {
            var json = source.Next();
            Assert.Null(reader.Read(Encoding.UTF8.GetBytes(json), record));
            var once = Write(record);
            Assert.Null(reader.Read(Encoding.UTF8.GetBytes(once), record));
            Assert.True(record.HadId);
            Assert.Equal(once, Write(record));
        }
    }

    /// <summary>Any bytes are a record or a fault, and never an exception.</summary>
    [Fact]
    public void Read_DamagedRecords_NeverThrows()
    {
        var dice = new Dice(6);
        var source = new RecordSource(dice);
        var reader = new RecordReader();
        var record = new MovieRecord();
        for (var i = 0; i < 20_000; i++)
        {
            var json = Encoding.UTF8.GetBytes(source.Next());
            for (var damages = dice.Between(1, 3); damages > 0; damages--)
                json[dice.Below(json.Length)] = dice.Pick([(byte)dice.Below(256), .. "\"\\{}[],:u0"u8]);
            if (reader.Read(json.AsSpan(0, dice.Chance(0.2) ? dice.Below(json.Length) : json.Length), record) is not null)
                continue;
            var document = Write(record);
            Assert.Null(reader.Read(Encoding.UTF8.GetBytes(document), record));
            Assert.Equal(document, Write(record));
        }
    }

    private static string Write(MovieRecord record) => Encoding.UTF8.GetString(RecordDocument.Write(record));
}
