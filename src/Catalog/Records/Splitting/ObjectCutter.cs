namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>Cuts objects that follow one another: one per line (NDJSON), one behind the other, or spread over lines.</summary>
/// <remarks>
/// <para>Objects that are JSON are cut as such, whatever white space is in and between them (one layout excepted,
/// below). One that isn't ends at a line break, so that a line with a bracket or a quote too few spoils itself only.</para>
/// <para>Where a broken object ends shows at the first line break within it that JSON would not have there:</para>
/// <list type="bullet">
/// <item>One in a string: no JSON string has any.</item>
/// <item>One after which comes what can't come there, such as <c>{</c> after a comma between members.</item>
/// <item>One after which a line begins with <c>{</c>, indented no more than the line on which the object begins. JSON may
/// have that (<c>{"a":</c>, line break, <c>{</c>), but nobody writes it so; a line torn off after its colon looks the same.</item>
/// </list>
/// <para>An object whose opening brace is alone on its line is spread over lines by intention. It is ended by nothing but
/// its closing brace, or a line that begins with <c>{</c>, isn't indented more, and can't belong to it.</para>
/// <para>A file that ends within an object is torn off, except after the line break of a bad line that has company.</para>
/// </remarks>
internal sealed class ObjectCutter(RecordWindow window) : RecordCutter(window)
{
    private static readonly RecordFault OpenString = new("$", "The line ends within a string.");
    private static readonly RecordFault OpenObject = new("$", "The line ends within the record.");
    private static readonly RecordFault MoreOnLine = new("$", "After the record comes neither a line break nor another one.");

    private Phase _phase;
    private NestingScan _scan;
    private RecordFault? _fault;
    private bool _isLineStart = true;
    private int _indent;
    private bool _isSpread;
    private int _lineBreaks;
    private byte _prior;
    private int _lineIndent;

    private enum Phase
    {
        /// <summary>Between objects.</summary>
        Between,

        /// <summary>Within an object.</summary>
        Within,

        /// <summary>Within an object, at the start of a further line of it.</summary>
        LineStart,

        /// <summary>After an object, on its line.</summary>
        Tail,

        /// <summary>Within something that isn't an object, to the end of the line.</summary>
        Junk,
    }

    protected override SplitStep? Advance() => _phase switch
    {
        Phase.Between => Between(),
        Phase.Within => Within(),
        Phase.LineStart => LineStart(),
        Phase.Tail => Tail(),
        _ => Junk(),
    };

    private SplitStep? Between()
    {
        SkipIndent(ref _isLineStart, ref _indent);
        if (Window.IsOut)
            return Window.IsComplete ? SplitStep.End : SplitStep.NeedBytes;
        Window.Begin();
        _isLineStart = false;
        _fault = null;
        _scan = new NestingScan(stopsAtLines: true);
        _lineBreaks = 0;
        _isSpread = false;
        _phase = Window.Current == (byte)'{' ? Phase.Within : Phase.Junk;
        return null;
    }

    private SplitStep? Within()
    {
        var at = Window.At;
        var stop = _scan.ToClose(Window.Bytes, ref at);
        Window.At = at;
        switch (stop)
        {
            case ScanStop.OutOfBytes:
                return Window.IsComplete ? RefuseTorn() : SplitStep.NeedBytes;
            case ScanStop.Closed:
                Window.MarkEnd();
                _phase = Phase.Tail;
                return null;
            default:
                return LineBreak();
        }
    }

    private SplitStep? LineBreak()
    {
        if (_lineBreaks++ == 0 && !_scan.InString)
            _isSpread = Window.HasFirstByteOnly();
        if (_scan.InString && !_isSpread)
            return FinishLine(OpenString);
        _prior = _scan.InString ? (byte)'"' : Window.LastSignificant();
        _scan.InString = false;
        Window.MarkLineBreak();
        _lineIndent = 0;
        _phase = Phase.LineStart;
        return null;
    }

    /// <summary>Ends the record at the line break just passed.</summary>
    private SplitStep FinishLine(RecordFault fault)
    {
        _isLineStart = true;
        _indent = 0;
        _phase = Phase.Between;
        return Finish(fault, Window.At);
    }

    private SplitStep? LineStart()
    {
        var counts = true;
        SkipIndent(ref counts, ref _lineIndent);
        if (Window.IsOut)
            return Window.IsComplete ? EndAfterLine() : SplitStep.NeedBytes;
        if (BeginsAnother(Window.Current))
        {
            _indent = _lineIndent;
            _phase = Phase.Between;
            return Finish(OpenObject, Window.MarkedLineBreak);
        }
        _phase = Phase.Within;
        return null;
    }

    /// <summary>A bad line among others is a bad line; alone, or when it has gone over several, it is the file that is torn.</summary>
    private SplitStep EndAfterLine()
    {
        if (_isSpread || _lineBreaks > 1 || Count == 0)
            return RefuseTorn();
        _phase = Phase.Between;
        return Finish(OpenObject, Window.MarkedLineBreak);
    }

    private bool BeginsAnother(byte first)
    {
        var isOutdentedBrace = first == (byte)'{' && _lineIndent <= _indent;
        var fits = LineGrammar.MayFollow(_prior, first, isMember: _scan.Depth == 1);
        return _isSpread ? isOutdentedBrace && !fits : isOutdentedBrace || !fits;
    }

    private SplitStep? Tail()
    {
        var bytes = Window.Bytes;
        var at = Window.At;
        while (at < bytes.Length && bytes[at] != (byte)'\n' && Blanks.Has(bytes[at]))
            at++;
        Window.At = at;
        if (at == bytes.Length && !Window.IsComplete)
            return SplitStep.NeedBytes;
        if (at < bytes.Length && bytes[at] is not ((byte)'\n' or (byte)'{'))
        {
            Window.ClearEnd();
            _fault = MoreOnLine;
            _phase = Phase.Junk;
            return null;
        }
        _phase = Phase.Between;
        return Finish(null, Window.MarkedEnd);
    }

    private SplitStep? Junk()
    {
        var bytes = Window.Bytes;
        var hit = bytes[Window.At..].IndexOf((byte)'\n');
        Window.At = hit < 0 ? bytes.Length : Window.At + hit;
        if (hit < 0 && !Window.IsComplete)
            return SplitStep.NeedBytes;
        _phase = Phase.Between;
        return Finish(_fault, Window.At);
    }

    private SplitStep RefuseTorn() =>
        Refuse(Window.RecordLine, $"The content is torn off: it ends within its record {Count}, which begins here.");

    /// <summary>Skips blanks; <paramref name="indent"/> becomes their number since the last line break, where it counts.</summary>
    private void SkipIndent(ref bool counts, ref int indent)
    {
        var bytes = Window.Bytes;
        var at = Window.At;
        for (; at < bytes.Length && Blanks.Has(bytes[at]); at++)
        {
            if (bytes[at] == (byte)'\n')
                (counts, indent) = (true, 0);
            else if (counts)
                indent++;
        }
        Window.At = at;
    }
}
