using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Http.Parameters;

/// <summary>Reads the parameters of a request from its raw target.</summary>
/// <remarks>
/// By hand and from the raw text, as the framework's own reading replaces what is no UTF-8, splits where it should not
/// and allocates for each pair. Goes on after a fault, so that one answer names them all. Not safe for several threads.
/// </remarks>
internal sealed class ParameterReader
{
    private const int MaxParameters = 64;
    private const int MaxAlternatives = 100;

    private readonly RequestParameters _read = new();
    private readonly List<byte[]> _texts = [];
    private readonly List<YearRange> _years = [];
    private byte[] _decoded = new byte[1024];
    private byte[] _folded = [];
    private int _alternatives;
    private int _seen;

    /// <summary>What was read since <see cref="Begin"/>.</summary>
    public RequestParameters Parameters => _read;

    /// <summary>Begins a request.</summary>
    public void Begin()
    {
        _read.Clear();
        _alternatives = _seen = 0;
    }

    /// <summary>Reads a filter that a path gives; its text stands for itself, without operators.</summary>
    /// <param name="kind">The filter.</param>
    /// <param name="name">What the path's parameter is called.</param>
    /// <param name="raw">The path's segment or segments, still encoded, a slash between them.</param>
    /// <param name="blank">The character that stands for a blank.</param>
    public void ReadPath(ParameterKind kind, string name, ReadOnlySpan<char> raw, char blank)
    {
        var reason = TryDecode(raw, blank, out var value) ?? ReadPathValue(kind, value);
        if (reason is not null)
            _read.Faults.Add(new ParameterFault(name, PercentText.Show(raw, blank), reason));
    }

    /// <summary>Reads a query string.</summary>
    /// <param name="query">Without the question mark.</param>
    /// <param name="set">The parameters that the path takes.</param>
    public void ReadQuery(ReadOnlySpan<char> query, ParameterSet set)
    {
        var pairs = new QueryPairs(query);
        for (var count = 1; pairs.Next(); count++)
        {
            if (count > MaxParameters)
            {
                Fault(pairs, "a request can have at most 64 parameters");
                return;
            }
            if (Find(pairs.Name, set) is { } parameter)
                ReadValue(parameter, pairs);
            else
                Unknown(pairs, set);
        }
    }

    private Parameter? Find(ReadOnlySpan<char> name, ParameterSet set)
    {
        if (name.IndexOfAny('%', '+') < 0)
            return set.Find(name);
        return TryDecode(name, '+', out var decoded) is null ? set.Find(Encoding.UTF8.GetString(decoded)) : null;
    }

    private void Unknown(QueryPairs pair, ParameterSet set)
    {
        var name = PercentText.Show(pair.Name, '+');
        if (set.Elsewhere is { } elsewhere && elsewhere.Parameters.Find(name) is not null)
        {
            _read.Faults.Add(new ParameterFault(name, null, elsewhere.Reason, elsewhere.Path));
            return;
        }
        var nearest = set.Nearest(name);
        var hint = nearest is null ? set.Others : $", but there is {nearest}";
        _read.Faults.Add(new ParameterFault(name, null, "there is no such parameter here" + hint, nearest));
    }

    private void ReadValue(Parameter parameter, QueryPairs pair)
    {
        if (TryDecode(pair.Value, '+', out var value) is { } undecodable)
        {
            Fault(pair, undecodable);
            return;
        }
        // An empty value counts as not given, so it is no repetition either.
        var trimmed = value.Trim((byte)' ');
        if (trimmed.IsEmpty)
            return;
        var reason = parameter.IsFilter || !IsRepeated(parameter) ? ReadGiven(parameter, value, trimmed) : "it can be given once";
        if (reason is not null)
            Fault(pair, reason);
    }

    private bool IsRepeated(Parameter parameter)
    {
        var bit = 1 << (int)parameter.Kind;
        var repeated = (_seen & bit) != 0;
        _seen |= bit;
        return repeated;
    }

    private string? ReadGiven(Parameter parameter, Span<byte> value, Span<byte> trimmed) => parameter.Kind switch
    {
        ParameterKind.Year => ReadYears(trimmed),
        ParameterKind.Search => ReadSearch(value),
        ParameterKind.Sort => ReadSort(trimmed),
        ParameterKind.Page => ReadPage(parameter, trimmed, first: 1),
        ParameterKind.PageFromZero => ReadPage(parameter, trimmed, first: 0),
        ParameterKind.PageSize => ReadPageSize(parameter, trimmed),
        ParameterKind.Cursor => ReadCursor(trimmed),
        ParameterKind.Fields => FieldSyntax.Read(trimmed, _read.Fields),
        ParameterKind.Facets => FacetSyntax.Read(trimmed, _read.Facets),
        ParameterKind.FacetSize => ReadFacetSize(parameter, trimmed),
        ParameterKind.Highlight => ReadHighlight(trimmed),
        ParameterKind.Prefix => ReadPrefix(value),
        ParameterKind.Typed => ReadTyped(value),
        ParameterKind.SuggestSize => ReadPageSize(parameter, trimmed),
        ParameterKind.LastEventId => ReadLastEventId(trimmed),
        ParameterKind.Status => ReadStatus(parameter, trimmed),
        _ => ReadTexts(parameter.Kind, value),
    };

    private string? ReadTexts(ParameterKind kind, Span<byte> value)
    {
        _texts.Clear();
        var reason = TextSyntax.Read(value, ref _folded, _texts) ?? Count(_texts.Count);
        if (reason is null)
            AddTexts(kind);
        return reason;
    }

    private string? ReadYears(ReadOnlySpan<byte> value)
    {
        _years.Clear();
        var reason = YearSyntax.Read(value, _years) ?? Count(_years.Count);
        if (reason is null)
            AddYears();
        return reason;
    }

    private string? ReadPathValue(ParameterKind kind, Span<byte> value)
    {
        // In a query string a blank filter counts as not given; a path that asks for one thing must not answer with all.
        const string blank = "the path names nothing here";
        if (kind == ParameterKind.Year)
            return value.Trim((byte)' ').IsEmpty ? blank : ReadPathYear(value);
        _texts.Clear();
        TextSyntax.ReadLiteral(value, ref _folded, _texts);
        AddTexts(kind);
        return _texts.Count == 0 ? blank : null;
    }

    private string? ReadPathYear(ReadOnlySpan<byte> value)
    {
        _years.Clear();
        var reason = YearSyntax.ReadOne(value, _years);
        if (reason is null)
            AddYears();
        return reason;
    }

    private void AddTexts(ParameterKind kind)
    {
        if (_texts.Count > 0)
            _read.Texts.Add(new TextFilter(Field(kind), ImmutableCollectionsMarshal.AsImmutableArray(_texts.ToArray())));
    }

    private void AddYears() =>
        _read.Years.Add(new YearFilter(ImmutableCollectionsMarshal.AsImmutableArray(_years.ToArray())));

    private string? Count(int alternatives)
    {
        _alternatives += alternatives;
        return _alternatives > MaxAlternatives ? "a request can have at most 100 values in all its filters" : null;
    }

    private string? ReadSearch(ReadOnlySpan<byte> value)
    {
        // A blank at the end is a part of it: it ends the last word.
        _read.Search = SearchText.Parse(Encoding.UTF8.GetString(value));
        _read.AsksForText = true;
        return null;
    }

    private string? ReadSort(ReadOnlySpan<byte> value)
    {
        var reason = SortSyntax.Read(value, out var sort);
        _read.Sort = sort;
        return reason;
    }

    private string? ReadPage(Parameter parameter, ReadOnlySpan<byte> value, int first)
    {
        var reason = IntegerSyntax.Read(value, parameter.Range!.Value, out var number);
        _read.Page = number + 1 - first;
        return reason;
    }

    private string? ReadPageSize(Parameter parameter, ReadOnlySpan<byte> value)
    {
        var reason = IntegerSyntax.Read(value, parameter.Range!.Value, out var number);
        _read.PageSize = number;
        return reason;
    }

    private string? ReadFacetSize(Parameter parameter, ReadOnlySpan<byte> value)
    {
        var reason = IntegerSyntax.Read(value, parameter.Range!.Value, out var number);
        _read.FacetSize = number;
        return reason;
    }

    private string? ReadCursor(ReadOnlySpan<byte> value)
    {
        _read.Cursor = Encoding.UTF8.GetString(value);
        return null;
    }

    private string? ReadPrefix(ReadOnlySpan<byte> value)
    {
        _read.Prefix = Folding.Fold(value, ref _folded).ToArray();
        return null;
    }

    private string? ReadTyped(ReadOnlySpan<byte> value)
    {
        // Never empty, as one that is blank counts as not given.
        var isOpen = !char.IsWhiteSpace(Encoding.UTF8.GetString(value)[^1]);
        var folded = Folding.Fold(value, ref _folded);
        _read.Prefix = isOpen || folded.IsEmpty ? folded.ToArray() : [.. folded, (byte)' '];
        return folded.IsEmpty ? "nothing is left of it without accents and white space" : null;
    }

    private string? ReadHighlight(ReadOnlySpan<byte> value)
    {
        _read.Highlight = value.SequenceEqual("true"u8);
        return _read.Highlight || value.SequenceEqual("false"u8) ? null : "it must be true or false";
    }

    private string? ReadLastEventId(ReadOnlySpan<byte> value)
    {
        _read.LastEventId = Encoding.UTF8.GetString(value);
        return null;
    }

    private string? ReadStatus(Parameter parameter, ReadOnlySpan<byte> value)
    {
        var status = Encoding.UTF8.GetString(value);
        if (!parameter.Choices.Contains(status, StringComparer.Ordinal))
            return "it must be one of " + string.Join(", ", parameter.Choices);
        _read.Status = status;
        return null;
    }

    private static TextField Field(ParameterKind kind) => kind switch
    {
        ParameterKind.Title => TextField.Title,
        ParameterKind.Name => TextField.Name,
        ParameterKind.Genre => TextField.Genre,
        ParameterKind.Cast => TextField.Cast,
        ParameterKind.Actor => TextField.Actor,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a filter on text."),
    };

    private string? TryDecode(ReadOnlySpan<char> raw, char blank, out Span<byte> value)
    {
        if (_decoded.Length < raw.Length)
            _decoded = new byte[raw.Length];
        var reason = PercentText.Decode(raw, blank, _decoded, out var length);
        value = _decoded.AsSpan(0, length);
        return reason;
    }

    private void Fault(QueryPairs pair, string reason) => _read.Faults.Add(
        new ParameterFault(PercentText.Show(pair.Name, '+'), PercentText.Show(pair.Value, '+'), reason));
}
