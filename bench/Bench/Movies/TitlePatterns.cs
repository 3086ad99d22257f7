using System.Text;

namespace MovieGrains.Bench.Movies;

/// <summary>Titles: so many words, of which some are "the", "of" and their like, where titles have them.</summary>
internal sealed class TitlePatterns(TitleWords words)
{
    /// <summary>Patterns per number of words, with their weights: <c>*</c> is a word, all else stands for itself. The shares
    /// of "the" at the beginning, "of" in the middle and so on are the real set's.</summary>
    private static readonly (string Pattern, int Weight)[][] Measured =
    [
        [("*", 100)],
        [("the *", 17), ("* *", 74), ("my *", 3), ("a *", 1), ("* 2", 2), ("* &", 1), ("* me", 2)],
        [("the * *", 36), ("* * *", 36), ("* of *", 7), ("a * *", 3), ("* in *", 5), ("* and *", 5), ("* for *", 3), ("the * is", 1),
            ("* the *", 4)],
        [("the * of *", 12), ("* of the *", 18), ("* * * *", 24), ("the * * *", 12), ("* in the *", 8), ("a * of *", 5), ("* to the *", 4),
            ("the * and *", 4), ("* and the *", 5), ("* on the *", 4), ("* at * *", 4)],
        [("the * of the *", 20), ("the * * of *", 14), ("* * of the *", 10), ("* * * * *", 22), ("the * from * *", 6), ("a * in the *", 6),
            ("* * and the *", 8), ("the * in the *", 6), ("i * you * *", 4), ("* on the * *", 4)],
        [("the * of the * *", 25), ("* * of the * *", 15), ("* * * * * *", 35), ("the * * and the *", 15), ("* with a * in *", 10)],
        [("the * * of the * *", 40), ("* * * * and the *", 30), ("* * * * * * *", 30)],
        [("the * of * and the * *", 50), ("* * * in the * of *", 50)],
        [("the * of * * and the * of *", 60), ("* * or the * that * to * * *", 40)],
    ];

    private static readonly WeightedChoice Lengths = WeightedChoice.Of(RealSet.TitleLengths);
    private static readonly WeightedChoice[] Choices =
        [.. Measured.Select(patterns => new WeightedChoice([.. patterns.Select(p => (double)p.Weight)]))];

    private static readonly byte[][][][] Patterns =
        [.. Measured.Select(patterns => patterns.Select(p => p.Pattern.Split(' ').Select(Encoding.UTF8.GetBytes).ToArray()).ToArray())];

    /// <summary>Adds a title, its words beginning with capitals.</summary>
    public void Add(ByteText text, ref Rolls rolls)
    {
        var length = Lengths.Draw(ref rolls);
        var first = true;
        foreach (var token in Patterns[length][Choices[length].Draw(ref rolls)])
        {
            if (!first)
                text.Add(' ');
            AddWord(text, token, capital: first, ref rolls);
            first = false;
        }
    }

    private void AddWord(ByteText text, byte[] token, bool capital, ref Rolls rolls)
    {
        var start = text.Length;
        var drawn = token is [(byte)'*'];
        text.Add(drawn ? words.Draw(ref rolls) : token);
        if (capital || drawn)
            text.Capitalise(start);
    }
}
