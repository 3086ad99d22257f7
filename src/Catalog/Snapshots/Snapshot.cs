using System.Collections.Immutable;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Suggestions;

namespace MovieGrains.Catalog.Snapshots;

/// <summary>The whole catalogue at one moment: what a query looks into, from its first look to its last.</summary>
internal sealed class Snapshot
{
    public Snapshot(long generation, ImmutableArray<LivePart> parts, Vocabulary genres, Vocabulary cast, NameTotals names)
    {
        Generation = generation;
        Parts = parts;
        Genres = genres;
        Cast = cast;
        Names = names;
        GenreCount = genres.Count;
        CastCount = cast.Count;
        foreach (var part in parts)
            Count += part.LiveCount;
    }

    /// <summary>The number of the last commit that it has.</summary>
    public long Generation { get; }

    public ImmutableArray<LivePart> Parts { get; }

    /// <summary>Numbers the genres over all parts.</summary>
    public Vocabulary Genres { get; }

    /// <summary>Numbers the cast names over all parts.</summary>
    public Vocabulary Cast { get; }

    /// <summary>How often each cast name occurs over all parts.</summary>
    public NameTotals Names { get; }

    /// <summary>Genre numbers of this snapshot are below this.</summary>
    public int GenreCount { get; }

    /// <summary>Cast numbers of this snapshot are below this.</summary>
    public int CastCount { get; }

    /// <summary>How many movies.</summary>
    public long Count { get; }

    public static Snapshot Empty() => new(0, [], new Vocabulary(), new Vocabulary(), NameTotals.Empty);

    /// <summary>Finds a movie by what somebody names as its id; see <see cref="Find(MovieId)"/>.</summary>
    public (int Part, int Movie) Find(string id) => MovieId.TryParse(id, out var parsed) ? Find(parsed) : (-1, -1);

    /// <summary>Finds a movie by its id, or by the part of the id that title and year give when one movie alone has it.</summary>
    /// <returns>The part's place in <see cref="Parts"/> and the movie's number there; part −1 when there is none.</returns>
    public (int Part, int Movie) Find(MovieId id)
    {
        Span<byte> text = stackalloc byte[MovieId.MaxLength];
        text = text[..id.Write(text)];
        (int Part, int Movie) found = (-1, -1);
        for (var p = 0; p < Parts.Length; p++)
        {
            var part = Parts[p].Part;
            for (var place = part.FindId(text); place < part.Count; place++)
            {
                var movie = part.ById[place];
                var candidate = part.IdOf(movie);
                if (!candidate.StartsWith(text))
                    break;
                if (Parts[p].IsDeleted(movie))
                    continue;
                if (candidate.Length == text.Length)
                    return (p, movie);
                found = found.Part == -1 ? (p, movie) : (-2, -1);
            }
        }
        return found.Part < 0 ? (-1, -1) : found;
    }

    /// <summary>All movies of a title and year, which are told apart by their href.</summary>
    public void FindNamesakes(MovieId id, List<(int Part, int Movie)> namesakes)
    {
        Span<byte> text = stackalloc byte[MovieId.MaxLength];
        text = text[..id.WithoutHref.Write(text)];
        for (var p = 0; p < Parts.Length; p++)
        {
            var part = Parts[p].Part;
            for (var place = part.FindId(text); place < part.Count; place++)
            {
                var movie = part.ById[place];
                if (!part.IdOf(movie).StartsWith(text))
                    break;
                if (!Parts[p].IsDeleted(movie))
                    namesakes.Add((p, movie));
            }
        }
    }
}
