namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>Cuts the bytes of a drop file, or of a request, into records without trusting them: a JSON array, one object, or NDJSON.</summary>
/// <remarks>
/// <para>It asks for bytes and never reads any itself: write what there is to <see cref="Room"/>, say how much with
/// <see cref="Took"/> and, after the last, <see cref="Complete"/>, and take records until <see cref="Next"/> wants more.
/// It gives the same records however the bytes come in.</para>
/// <para>The first character that isn't blank decides: <c>[</c> begins an array, <c>{</c> objects that follow one another.
/// It keeps one record and one block in memory. It looks at brackets, quotes and line breaks only, and leaves it
/// to whoever takes a record to parse it.</para>
/// </remarks>
public sealed class RecordSplitter
{
    /// <summary>Bytes asked for at a time: enough that asking costs nothing, few enough to stay in a core's cache.</summary>
    public const int DefaultBlockBytes = 1 << 17;

    // Enough for any byte order mark.
    private const int MarkBytes = 4;

    private readonly RecordWindow _window;
    private RecordCutter? _cutter;
    private FileFault? _refusal;
    private bool _isMarkRead;

    /// <summary>Begins a file.</summary>
    /// <param name="blockBytes">Bytes that <see cref="Room"/> gives room for at least, from 1.</param>
    public RecordSplitter(int blockBytes = DefaultBlockBytes) => _window = new RecordWindow(blockBytes);

    /// <summary>The record as the file has it; holds until the next call of any method. Empty when there is a <see cref="Fault"/>.</summary>
    public ReadOnlySpan<byte> Json => _cutter is null ? default : _cutter.Json.Span;

    /// <summary>The record's place in the file, from 0.</summary>
    public int Place => _cutter?.Place ?? 0;

    /// <summary>The line on which the record begins, from 1.</summary>
    public long Line => _cutter?.Line ?? 1;

    /// <summary>Why the record is rejected, when cutting alone shows it; else null, and it may still be bad.</summary>
    public RecordFault? Fault => _cutter?.Fault;

    /// <summary>Why the file is refused, once <see cref="Next"/> says that it is.</summary>
    public FileFault? Refusal => _refusal ?? _cutter?.Refusal;

    /// <summary>The line that cutting has come to, from 1.</summary>
    public long LineRead => _window.LineHere();

    /// <summary>The bytes allocated; for the tests of the bound on memory.</summary>
    internal int Capacity => _window.Capacity;

    /// <summary>Room to read the file's next bytes into.</summary>
    public Memory<byte> Room() => _window.Room();

    /// <summary>So many bytes were written to <see cref="Room"/>.</summary>
    public void Took(int bytes) => _window.Took(bytes);

    /// <summary>The file has no further bytes.</summary>
    public void Complete() => _window.IsComplete = true;

    /// <summary>Goes on to the next record.</summary>
    public SplitStep Next()
    {
        if (_refusal is not null)
            return SplitStep.Refused;
        return _cutter?.Next() ?? Begin();
    }

    private SplitStep Begin()
    {
        if (!_isMarkRead && ReadMark() is { } step)
            return step;
        if (!_window.SkipBlanks())
            return _window.IsComplete ? Refuse("The content is empty, or has nothing but white space.") : SplitStep.NeedBytes;
        switch (_window.Current)
        {
            case (byte)'[':
                _window.At++;
                _cutter = new ArrayCutter(_window);
                return _cutter.Next();
            case (byte)'{':
                _cutter = new ObjectCutter(_window);
                return _cutter.Next();
            default:
                return Refuse("The content is no JSON of records: it begins with neither [ nor {.");
        }
    }

    private SplitStep? ReadMark()
    {
        var bytes = _window.Bytes;
        if (bytes.Length < MarkBytes && !_window.IsComplete)
            return SplitStep.NeedBytes;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Refuse("The content is in UTF-16 or UTF-32, by its byte order mark; UTF-8 is what is read.");
        if (bytes.Length >= 2 && bytes[..2].Contains((byte)0))
            return Refuse("The content is binary, or in UTF-16 or UTF-32; UTF-8 is what is read.");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            _window.At = 3;
        _isMarkRead = true;
        return null;
    }

    private SplitStep Refuse(string reason)
    {
        _refusal = new FileFault(_window.LineHere(), reason);
        return SplitStep.Refused;
    }
}
