namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>Cuts a JSON array into its elements, from behind its opening bracket.</summary>
/// <remarks>
/// An element reaches from comma to comma: <c>{"a":1} {"b":2}</c> between two commas is one record, and a bad one. So
/// a record with a bracket too many spoils itself only. One with a bracket or a quote too few swallows those after it,
/// to the end of the file, and the file is refused, with the line on which that record begins.
/// </remarks>
internal sealed class ArrayCutter(RecordWindow window) : RecordCutter(window)
{
    private static readonly RecordFault NothingThere = new("$", "There is no record between two commas, or after the last.");
    private static readonly RecordFault MoreThanOne = new("$", "After the record comes neither a comma nor the array's end.");

    private Phase _phase;
    private bool _hasElements;
    private NestingScan _scan;
    private RecordFault? _fault;

    private enum Phase
    {
        /// <summary>Before an element, or the array's end.</summary>
        Before,

        /// <summary>Within an object or array.</summary>
        Nested,

        /// <summary>After its closing bracket, before the comma.</summary>
        Closed,

        /// <summary>Within an element that isn't an object or array, or has more behind that.</summary>
        Loose,

        /// <summary>After the array.</summary>
        Over,
    }

    protected override SplitStep? Advance() => _phase switch
    {
        Phase.Before => Before(),
        Phase.Nested => Nested(),
        Phase.Closed => Closed(),
        Phase.Loose => Loose(),
        _ => Over(),
    };

    private SplitStep? Before()
    {
        if (!Window.SkipBlanks())
            return OutOfBytes(isWithin: false);
        Window.Begin();
        switch (Window.Current)
        {
            case (byte)']' when !_hasElements:
                Window.Finish(Window.At);
                return GoPast(Phase.Over);
            case (byte)']' or (byte)',':
                return Separate(NothingThere, Window.At);
            default:
                Enter();
                return null;
        }
    }

    private void Enter()
    {
        _hasElements = true;
        _fault = null;
        _scan = new NestingScan(stopsAtLines: false);
        _phase = Window.Current is (byte)'{' or (byte)'[' ? Phase.Nested : Phase.Loose;
    }

    private SplitStep? Nested()
    {
        var at = Window.At;
        var stop = _scan.ToClose(Window.Bytes, ref at);
        Window.At = at;
        if (stop == ScanStop.OutOfBytes)
            return OutOfBytes(isWithin: true);
        Window.MarkEnd();
        _phase = Phase.Closed;
        return null;
    }

    private SplitStep? Closed()
    {
        if (!Window.SkipBlanks())
            return OutOfBytes(isWithin: false);
        if (Window.Current is (byte)',' or (byte)']')
            return Separate(null, Window.MarkedEnd);
        Window.ClearEnd();
        _fault = MoreThanOne;
        _phase = Phase.Loose;
        return null;
    }

    private SplitStep? Loose()
    {
        var at = Window.At;
        var stop = _scan.ToSeparator(Window.Bytes, ref at);
        Window.At = at;
        return stop == ScanStop.OutOfBytes ? OutOfBytes(isWithin: true) : Separate(_fault, at);
    }

    /// <summary>Ends the record; the comma or bracket behind it is here.</summary>
    private SplitStep Separate(RecordFault? fault, int end)
    {
        _hasElements = true;
        var step = Finish(fault, end);
        GoPast(Window.Current == (byte)',' ? Phase.Before : Phase.Over);
        return step;
    }

    private SplitStep? GoPast(Phase next)
    {
        Window.At++;
        _phase = next;
        return null;
    }

    private SplitStep? Over()
    {
        if (Window.SkipBlanks())
            return Refuse(Window.LineHere(), "Something follows the end of the array.");
        return Window.IsComplete ? SplitStep.End : SplitStep.NeedBytes;
    }

    private SplitStep OutOfBytes(bool isWithin)
    {
        if (!Window.IsComplete)
            return SplitStep.NeedBytes;
        return isWithin
            ? Refuse(Window.RecordLine, $"The array is torn off: the content ends within its record {Count}, which begins here.")
            : Refuse(Window.LineHere(), "The array is torn off: the content ends before its closing bracket.");
    }
}
