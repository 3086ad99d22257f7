using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>A movie that one client alone writes to: what it must be is known exactly.</summary>
internal sealed class OwnMovie(string title)
{
    public string Title { get; } = title;

    /// <summary>Known with the first answer; stays, also when the movie is deleted and made again.</summary>
    public string? Id { get; set; }

    /// <summary>The last acknowledged document, without its id; null when there is none.</summary>
    public JsonObject? State { get; set; }

    /// <summary>The changes that a follower must be told, once each and in this order.</summary>
    public List<string> Expected { get; } = [];

    /// <summary>Tells whether a document is a state; the id is judged, too, once it is known.</summary>
    public bool Is(JsonObject? state, IReadOnlyDictionary<string, JsonObject> documents)
    {
        if (!documents.TryGetValue(Title, out var document))
            return state is null;
        if (state is null || (Id is not null && !string.Equals((string?)document["id"], Id, StringComparison.Ordinal)))
            return false;
        var bare = document.DeepClone().AsObject();
        bare.Remove("id");
        return JsonNode.DeepEquals(bare, state);
    }
}

/// <summary>What a write does to a movie.</summary>
/// <param name="Movie">The movie.</param>
/// <param name="After">What it is then; null when it is deleted.</param>
internal sealed record Effect(OwnMovie Movie, JsonObject? After)
{
    /// <summary>What it was.</summary>
    public JsonObject? Before { get; } = Movie.State;

    /// <summary>How a follower is told of it.</summary>
    public string Change => After is null ? "deleted" : Before is null ? "added" : "updated";
}
