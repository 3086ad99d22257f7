namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>How well a word of a movie is the one that was asked for; the best first.</summary>
internal enum Grade
{
    /// <summary>It is the word, or one that means the same.</summary>
    Whole,

    /// <summary>It begins with the word.</summary>
    Beginning,

    /// <summary>It is the word but for one typo.</summary>
    OneTypo,

    /// <summary>It is the word but for two typos.</summary>
    TwoTypos,
}
