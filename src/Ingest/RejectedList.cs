using System.Runtime.InteropServices;
using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest;

/// <summary>The rejected records of a file being fed: their number, and the first of them.</summary>
/// <remarks>
/// The sink knows a record by its place alone, and may reject it when it merges the file, long after its bytes are gone.
/// So the line of each is kept: 4 bytes, where the batch holds the record itself.
/// </remarks>
internal sealed class RejectedList
{
    private readonly List<int> _lines = [];
    private readonly List<RejectedRecord> _first = [];

    /// <summary>Records seen.</summary>
    public int Records => _lines.Count;

    /// <summary>Records rejected.</summary>
    public int Count { get; private set; }

    /// <summary>Sees the file's next record.</summary>
    public void See(long line, RecordFault? fault)
    {
        if (fault is not null)
            Reject(new RejectedRecord(_lines.Count, fault));
        _lines.Add((int)Math.Min(line, int.MaxValue));
    }

    /// <summary>Adds those that the sink rejected when it merged the file.</summary>
    public void RejectMerged(List<RejectedRecord> merged)
    {
        Count += merged.Count;
        _first.AddRange(merged.OrderBy(record => record.Place).Take(FileReport.MaxListed));
    }

    /// <summary>The first, in the file's order.</summary>
    public IReadOnlyList<RejectedAt> First() =>
        [.. _first.OrderBy(record => record.Place).Take(FileReport.MaxListed).Select(Locate)];

    private void Reject(RejectedRecord record)
    {
        Count++;
        if (_first.Count < FileReport.MaxListed)
            _first.Add(record);
    }

    private RejectedAt Locate(RejectedRecord record) =>
        new(record.Place, CollectionsMarshal.AsSpan(_lines)[record.Place], record.Fault.Path, record.Fault.Reason);
}
