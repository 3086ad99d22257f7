namespace MovieGrains.Http.Parameters;

/// <summary>Goes through the pairs of a raw query string, in place: <c>a=1&amp;b&amp;&amp;c=</c> has three.</summary>
/// <param name="query">Without the question mark, still percent-encoded.</param>
internal ref struct QueryPairs(ReadOnlySpan<char> query)
{
    private ReadOnlySpan<char> _rest = query;

    /// <summary>The pair as it stands, <c>name=value</c>.</summary>
    public ReadOnlySpan<char> Pair { get; private set; }

    /// <summary>The pair's name, still encoded.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The pair's value, still encoded; empty when there is no equals sign.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Goes on to the next pair; false when there is none.</summary>
    public bool Next()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf('&');
            Pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (Pair.IsEmpty)
                continue;
            var equals = Pair.IndexOf('=');
            Name = equals < 0 ? Pair : Pair[..equals];
            Value = equals < 0 ? default : Pair[(equals + 1)..];
            return true;
        }
        return false;
    }
}
