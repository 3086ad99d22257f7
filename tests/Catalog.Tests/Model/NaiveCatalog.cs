using System.Text;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Answers queries by looking at every movie: what the engine must agree with, byte for byte.</summary>
internal sealed class NaiveCatalog
{
    private readonly Dictionary<string, NaiveMovie[]> orders = new(StringComparer.Ordinal);

    public NaiveCatalog(IEnumerable<string> documents) => Movies = [.. documents.Select(d => new NaiveMovie(d))];

    public IReadOnlyList<NaiveMovie> Movies { get; }

    /// <summary>All movies that match, in order, wherever the page is.</summary>
    public List<NaiveMovie> Find(Query query, FacetDimension? except = null)
    {
        var texts = NaiveFilters.Texts(query);
        return [.. InOrder(query.Sort).Where(m => NaiveFilters.Matches(m, query, texts, except))];
    }

    public string Answer(Query query)
    {
        var found = Find(query);
        var from = query.After is { } after
            ? found.SkipWhile(m => NaiveOrder.Compare(m, after, query.Sort) <= 0)
            : found.Skip((int)Math.Min(int.MaxValue, (query.Page - 1) * (decimal)query.PageSize));
        var rest = from.Take(query.PageSize + 1).ToList();
        var items = rest.Take(query.PageSize).ToList();
        var hasMore = rest.Count > items.Count;

        var body = new StringBuilder("{\"items\":[").AppendJoin(',', items.Select(m => Item(m, query))).Append(']');
        Append(body, "total", found.Count);
        if (query.After is null)
            Append(body, "page", query.Page);
        Append(body, "page_size", query.PageSize);
        Append(body, "has_more", hasMore ? "true" : "false");
        if (hasMore)
            Append(body, "next", $"\"{CursorCodec.Encode(NaiveOrder.CursorAt(items[^1], query.Sort), query)}\"");
        if (query.Facets.Length > 0)
            Append(body, "facets", $"{{{string.Join(',', query.Facets.Select(f => NaiveFacets.Write(this, query, f, found)))}}}");
        return body.Append('}').ToString();
    }

    private static void Append(StringBuilder body, string name, object value) => body.Append(",\"").Append(name).Append("\":").Append(value);

    private static string Item(NaiveMovie movie, Query query) => query.Fields.IsEmpty
        ? movie.Document
        : "{" + string.Join(',', movie.Fields.Where(f => query.Fields.Contains(f.Name, StringComparer.Ordinal)).Select(f => f.Json)) + "}";

    private NaiveMovie[] InOrder(Sort sort)
    {
        lock (orders)
        {
            if (!orders.TryGetValue(sort.ToString(), out var order))
                orders.Add(sort.ToString(), order = [.. Movies.Order(Comparer<NaiveMovie>.Create((a, b) => NaiveOrder.Compare(a, b, sort)))]);
            return order;
        }
    }
}
