using System.Text;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Records.Splitting;

namespace MovieGrains.Catalog.Tests.Records.Splitting;

/// <summary>A file cut into records, all of it.</summary>
internal sealed record Split(List<SplitRecord> Records, FileFault? Refusal, int Capacity)
{
    public IEnumerable<string> Texts => Records.Select(record => record.Json);

    public static Split Of(string content, int atATime = int.MaxValue) => Of(Encoding.UTF8.GetBytes(content), atATime);

    public static Split Of(byte[] content, int atATime = int.MaxValue, int blockBytes = 1 << 12)
    {
        var splitter = new RecordSplitter(blockBytes);
        var records = new List<SplitRecord>();
        for (var at = 0; ;)
        {
            switch (splitter.Next())
            {
                case SplitStep.Record:
                    var json = Encoding.UTF8.GetString(splitter.Json);
                    records.Add(new SplitRecord(json, splitter.Place, splitter.Line, splitter.Fault));
                    break;
                case SplitStep.NeedBytes:
                    at += Feed(splitter, content.AsSpan(at), atATime);
                    break;
                default:
                    return new Split(records, splitter.Refusal, splitter.Capacity);
            }
        }
    }

    private static int Feed(RecordSplitter splitter, ReadOnlySpan<byte> rest, int atATime)
    {
        var room = splitter.Room();
        Assert.False(room.IsEmpty);
        var fed = Math.Min(rest.Length, Math.Min(room.Length, atATime));
        rest[..fed].CopyTo(room.Span);
        if (fed == 0)
            splitter.Complete();
        else
            splitter.Took(fed);
        return fed;
    }
}

internal sealed record SplitRecord(string Json, int Place, long Line, RecordFault? Fault);
