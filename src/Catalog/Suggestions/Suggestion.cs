namespace MovieGrains.Catalog.Suggestions;

/// <summary>A suggestion of one movie, or of one name.</summary>
/// <param name="Score">How likely it is meant.</param>
/// <param name="Part">The part that has it, or one of them.</param>
/// <param name="Number">The movie's number in the part; of a name, its term's.</param>
/// <param name="Name">A name's catalogue-wide number; −1 of a movie.</param>
/// <param name="Suffix">The part's first suffix of it that begins so.</param>
internal readonly record struct Suggestion(int Score, int Part, int Number, int Name, int Suffix)
{
    public bool IsTitle => Name < 0;
}
