namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>What the ways of cutting a file have in common.</summary>
internal abstract class RecordCutter(RecordWindow window)
{
    private static readonly RecordFault TooLong = new("$", $"The record is longer than {Limits.RecordBytes} bytes.");

    private int _next;

    /// <summary>The record's bytes.</summary>
    public ReadOnlyMemory<byte> Json { get; private set; }

    /// <summary>The record's place, from 0.</summary>
    public int Place { get; private set; }

    /// <summary>The line on which the record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What is wrong with the record, as far as cutting shows.</summary>
    public RecordFault? Fault { get; private set; }

    /// <summary>Why the file is refused.</summary>
    public FileFault? Refusal { get; private set; }

    /// <summary>The file's bytes.</summary>
    protected RecordWindow Window { get; } = window;

    /// <summary>Records cut so far.</summary>
    protected int Count => _next;

    /// <summary>Goes on to the next record.</summary>
    public SplitStep Next()
    {
        if (Refusal is not null)
            return SplitStep.Refused;
        while (true)
        {
            if (Advance() is { } step)
                return step;
        }
    }

    /// <summary>Takes one step of the grammar; null when the next one can be taken at once.</summary>
    protected abstract SplitStep? Advance();

    /// <summary>Ends the current record there.</summary>
    protected SplitStep Finish(RecordFault? fault, int end)
    {
        if (_next == int.MaxValue)
            return Refuse(Window.RecordLine, "The content has more records than can be counted.");
        var json = Window.Finish(end);
        Line = Window.RecordLine;
        Place = _next++;
        Fault = fault ?? (Window.IsTooLong ? TooLong : null);
        Json = Fault is null ? json : default;
        return SplitStep.Record;
    }

    /// <summary>Refuses the file.</summary>
    protected SplitStep Refuse(long line, string reason)
    {
        Refusal = new FileFault(line, reason);
        return SplitStep.Refused;
    }
}
