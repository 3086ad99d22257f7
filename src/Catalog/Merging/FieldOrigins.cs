using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Merging;

/// <summary>Finds the records that a movie's fields come from: the inverse of merging, as far as stamps tell it.</summary>
internal static class FieldOrigins
{
    /// <summary>Where a movie comes from.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="state">When its fields were written.</param>
    public static MovieSources Of(ReadOnlySpan<byte> document, in MergeState state)
    {
        var movie = new MovieRecord();
        new RecordReader().ReadDocument(document, movie);
        var shares = new Dictionary<Stamp, (List<string> Fields, List<string> Cleared)>();
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var field in movie.Fields)
        {
            var name = RecordMerger.NameOf(movie, field);
            present.Add(name);
            Share(shares, state.Exceptions?.Stamps.TryGetValue(name, out var other) == true ? other : state.Base).Fields.Add(name);
        }
        // What has a stamp and is not there was cleared, unless the movie was deleted since.
        foreach (var (name, written) in state.Exceptions?.Stamps ?? RecordMerger.NoStamps)
        {
            if (!present.Contains(name) && written > state.Exceptions!.Floor)
                Share(shares, written).Cleared.Add(name);
        }
        // An empty list that nobody gave is there all the same, and comes from nowhere.
        shares.Remove(Stamp.Never);
        return new MovieSources(System.Text.Encoding.ASCII.GetString(DocumentFormat.IdOf(document)), [.. shares.OrderByDescending(static share => share.Key)
            .Select(static share => new RecordShare(share.Key.File!, share.Key.Place, share.Value.Fields, [.. share.Value.Cleared.Order(StringComparer.Ordinal)]))]);
    }

    private static (List<string> Fields, List<string> Cleared) Share(Dictionary<Stamp, (List<string> Fields, List<string> Cleared)> shares, Stamp written)
    {
        if (!shares.TryGetValue(written, out var share))
            shares.Add(written, share = ([], []));
        return share;
    }
}
