namespace MovieGrains.Http.Parameters;

/// <summary>Goes through a comma-separated list, blanks around its items dropped; an empty text has one empty item.</summary>
internal ref struct CommaList(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private bool _ended;

    /// <summary>The item.</summary>
    public ReadOnlySpan<byte> Item { get; private set; }

    /// <summary>Goes on to the next item; false when there is none.</summary>
    public bool Next()
    {
        if (_ended)
            return false;
        var comma = _rest.IndexOf((byte)',');
        _ended = comma < 0;
        Item = (_ended ? _rest : _rest[..comma]).Trim((byte)' ');
        _rest = _ended ? default : _rest[(comma + 1)..];
        return true;
    }
}
