using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest.Feeding;

/// <summary>Counts what becomes of the records of a file being fed, over all batches that take them, and keeps the first that
/// are rejected.</summary>
/// <remarks>
/// The sink knows a record by its place alone, and may reject it when it merges the batch, long after its bytes are gone. So
/// the lines of those that the batch under way has are kept: 8 bytes, where the batch holds the record itself.
/// </remarks>
internal sealed class FileTally
{
    private readonly List<int> _places = [];
    private readonly List<int> _lines = [];
    private readonly List<RejectedAt> _rejected = [];
    private int _added;
    private int _updated;
    private int _unchanged;
    private int _deleted;
    private int _rejectedCount;
    private int _idsDropped;

    /// <summary>Records seen.</summary>
    public int Records { get; private set; }

    /// <summary>The first rejected records, in the file's order.</summary>
    public IReadOnlyList<RejectedAt> Rejected => _rejected;

    /// <summary>Sees the file's next record.</summary>
    /// <param name="place">Its place in the file.</param>
    /// <param name="line">The line on which it begins.</param>
    /// <param name="fault">Why it is rejected; null when the batch has it.</param>
    public void See(int place, long line, RecordFault? fault)
    {
        Records++;
        if (fault is not null)
        {
            _rejectedCount++;
            if (_rejected.Count < FileReport.MaxListed)
                _rejected.Add(new RejectedAt(place, line, fault.Path, fault.Reason));
            return;
        }
        _places.Add(place);
        _lines.Add((int)Math.Min(line, int.MaxValue));
    }

    /// <summary>Counts what a batch made of the records that it took.</summary>
    /// <returns>What has become of all records so far.</returns>
    /// <exception cref="InvalidOperationException">Some are not accounted for.</exception>
    public FileReport Merge(FileOutcome outcome)
    {
        _added += outcome.Added;
        _updated += outcome.Updated;
        _unchanged += outcome.Unchanged;
        _deleted += outcome.Deleted;
        _idsDropped += outcome.IdsDropped;
        _rejectedCount += outcome.Rejected.Count;
        _rejected.AddRange(outcome.Rejected.OrderBy(static record => record.Place).Take(FileReport.MaxListed).Select(Locate));
        _rejected.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        if (_rejected.Count > FileReport.MaxListed)
            _rejected.RemoveRange(FileReport.MaxListed, _rejected.Count - FileReport.MaxListed);
        _places.Clear();
        _lines.Clear();
        return Report().ThrowIfUnaccounted();
    }

    private FileReport Report() => new()
    {
        Records = Records,
        Added = _added,
        Updated = _updated,
        Unchanged = _unchanged,
        Deleted = _deleted,
        Rejected = _rejectedCount,
        IdsDropped = _idsDropped,
    };

    private RejectedAt Locate(RejectedRecord record) =>
        new(record.Place, _lines[_places.BinarySearch(record.Place)], record.Fault.Path, record.Fault.Reason);
}
