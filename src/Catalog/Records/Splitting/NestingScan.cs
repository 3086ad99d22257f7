using System.Buffers;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>Why a scan stopped.</summary>
internal enum ScanStop
{
    /// <summary>The bytes in memory ended.</summary>
    OutOfBytes,

    /// <summary>The value's last bracket was just passed; or, outside of brackets, a separator is here.</summary>
    Closed,

    /// <summary>A line break within the value was just passed.</summary>
    LineBreak,
}

/// <summary>Finds the end of a JSON value by its brackets and quotes alone, however deep and wrong it is.</summary>
/// <remarks>
/// A counter, not a stack: which bracket closes which is the business of whoever parses the record. So nesting costs
/// nothing, and a scan can stop and go on at any byte. It never stops between a backslash and what that escapes.
/// </remarks>
internal struct NestingScan(bool stopsAtLines)
{
    private static readonly SearchValues<byte> OutermostOfArray = SearchValues.Create("\"{[],"u8);

    /// <summary>Brackets open.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether a quote is open.</summary>
    public bool InString { get; set; }

    /// <summary>Scans on until no bracket is open, from before the first one.</summary>
    public ScanStop ToClose(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (true)
        {
            if (InString && LeaveString(bytes, ref at) is var stop and not ScanStop.Closed)
                return stop;
            var rest = bytes[at..];
            var hit = ByteSearch.IndexOfStructure(rest, stopsAtLines ? (byte)'\n' : (byte)'"');
            if (hit < 0)
                return RunOut(bytes, ref at);
            at += hit + 1;
            switch (rest[hit])
            {
                case (byte)'"':
                    InString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    Depth++;
                    break;
                case (byte)'\n':
                    return ScanStop.LineBreak;
                default:
                    if (--Depth == 0)
                        return ScanStop.Closed;
                    break;
            }
        }
    }

    /// <summary>Scans on to the comma or the bracket that ends an element of an array, and stays before it.</summary>
    public ScanStop ToSeparator(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (true)
        {
            if (Depth > 0 && ToClose(bytes, ref at) == ScanStop.OutOfBytes)
                return ScanStop.OutOfBytes;
            if (InString && LeaveString(bytes, ref at) == ScanStop.OutOfBytes)
                return ScanStop.OutOfBytes;
            var hit = bytes[at..].IndexOfAny(OutermostOfArray);
            if (hit < 0)
                return RunOut(bytes, ref at);
            at += hit;
            if (bytes[at] is (byte)',' or (byte)']')
                return ScanStop.Closed;
            InString = bytes[at] == (byte)'"';
            Depth = InString ? 0 : 1;
            at++;
        }
    }

    /// <summary>Goes past the closing quote.</summary>
    private ScanStop LeaveString(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (true)
        {
            var rest = bytes[at..];
            var hit = stopsAtLines
                ? rest.IndexOfAny((byte)'"', (byte)'\\', (byte)'\n')
                : rest.IndexOfAny((byte)'"', (byte)'\\');
            if (hit < 0)
                return RunOut(bytes, ref at);
            at += hit + 1;
            if (rest[hit] == (byte)'\n')
                return ScanStop.LineBreak;
            if (rest[hit] == (byte)'"')
            {
                InString = false;
                return ScanStop.Closed;
            }
            if (at == bytes.Length)
            {
                at--;
                return ScanStop.OutOfBytes;
            }
            // A line break ends a broken string, escaped or not; JSON has no such escape.
            if (!stopsAtLines || bytes[at] != (byte)'\n')
                at++;
        }
    }

    private static ScanStop RunOut(ReadOnlySpan<byte> bytes, ref int at)
    {
        at = bytes.Length;
        return ScanStop.OutOfBytes;
    }
}
