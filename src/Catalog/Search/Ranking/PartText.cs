using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>What one part has for a search in full text: the movies of each word, and those that have all of them.</summary>
/// <remarks>Buffers, used again from part to part and query to query. One thread at a time.</remarks>
internal sealed class PartText
{
    private readonly List<(int Word, int Edits)> found = [];
    private readonly SplitWords splits = new();
    private readonly PhraseFilter phrases = new();
    private readonly NamePairs pairs = new();
    private WordMovies[] words = [];
    private ulong[] matches = [], inTitle = [], inNames = [], scratch = [], other = [];
    private int bitmapWords;

    /// <summary>The part.</summary>
    public LivePart Live { get; private set; } = null!;

    /// <summary>What was looked for.</summary>
    public SearchText Search { get; private set; } = null!;

    /// <summary>How far words were allowed to differ.</summary>
    public Forgiveness Forgiveness { get; private set; }

    /// <summary>Whether a word was found as two.</summary>
    public bool HasSplits { get; private set; }

    /// <summary>Neighbours that stand in one cast name.</summary>
    public NamePairs Pairs => pairs;

    /// <summary>The movies that match, deleted ones among them.</summary>
    public ReadOnlySpan<ulong> Matches => matches.AsSpan(0, bitmapWords);

    /// <summary>How many these are.</summary>
    public int MatchCount { get; private set; }

    /// <summary>Those that have every word in the title.</summary>
    public ReadOnlySpan<ulong> InTitle => inTitle.AsSpan(0, bitmapWords);

    /// <summary>Those that have every word in the title, a cast name or a genre, or as the year.</summary>
    public ReadOnlySpan<ulong> InNames => inNames.AsSpan(0, bitmapWords);

    /// <summary>The movies of a word.</summary>
    public WordMovies this[int word] => words[word];

    /// <summary>Looks the words up as they were asked for.</summary>
    public void Fill(LivePart live, SearchText search)
    {
        (Live, Search, Forgiveness) = (live, search, Forgiveness.None);
        bitmapWords = Bitmap.WordsFor(live.Part.Count);
        while (words.Length < search.Words.Length)
            words = [.. words, new WordMovies()];
        for (var i = 0; i < search.Words.Length; i++)
            LookUp(search.Words[i], words[i]);
        foreach (var joined in search.Joined)
            LookUpJoined(joined);
        HasSplits = false;
        for (var i = 0; i < search.Words.Length; i++)
            HasSplits |= splits.LookUp(live.Part, search, search.Words[i], words[i]);
        Combine();
    }

    /// <summary>Looks up as well what differs so far; each time farther than before.</summary>
    public void Forgive(Forgiveness forgiveness)
    {
        Forgiveness = forgiveness;
        var text = Live.Part.Text;
        for (var i = 0; i < Search.Words.Length; i++)
        {
            AddTypos(Search.Words[i], text.Title, WordField.Title, words[i]);
            AddTypos(Search.Words[i], text.Cast, WordField.Cast, words[i]);
            AddTypos(Search.Words[i], text.Genres, WordField.Genre, words[i]);
            AddTypos(Search.Words[i], text.Extract, WordField.Extract, words[i]);
        }
        foreach (var joined in Search.Joined)
        {
            AddJoinedTypos(joined, text.Title, WordField.Title);
            AddJoinedTypos(joined, text.Cast, WordField.Cast);
        }
        Combine();
    }

    /// <summary>Lets go of the part.</summary>
    public void Release()
    {
        Live = null!;
        Search = null!;
    }

    private void LookUp(SearchWord word, WordMovies movies)
    {
        var text = Live.Part.Text;
        movies.Clear(Live.Part.Count);
        LookUp(word, text.Title, WordField.Title, movies);
        LookUp(word, text.Cast, WordField.Cast, movies);
        LookUp(word, text.Genres, WordField.Genre, movies);
        if (!word.IsStopWord || word.Phrase >= 0 || word.IsExcluded)
            LookUp(word, text.Extract, WordField.Extract, movies);
        if (word.Year > 0 && word.Phrase < 0)
            AddYears(word.Year, movies);
    }

    private static void LookUp(SearchWord word, FieldWords field, WordField where, WordMovies movies)
    {
        Add(field, word.Letters, where, movies);
        if (where is WordField.Title or WordField.Genre)
        {
            foreach (var synonym in word.Synonyms)
                Add(field, synonym, where, movies);
        }
        if (word.IsPrefix && (where != WordField.Extract || word.Letters.Length >= TextIndex.ShortestInExtracts))
        {
            var beginning = field.Beginning(word.Letters);
            if (!beginning.IsEmpty)
                beginning.OrInto(movies.Open(where, Grade.Beginning));
        }
    }

    private static void Add(FieldWords field, ReadOnlySpan<byte> word, WordField where, WordMovies movies)
    {
        var list = field.Words.BinarySearch(word);
        if (list >= 0)
            field.Movies.OrInto(list, 0, movies.Open(where, Grade.Whole));
    }

    private void AddTypos(SearchWord word, FieldWords field, WordField where, WordMovies movies)
    {
        var most = Forgiveness.Edits(word.Edits, where);
        if (most == (Forgiveness - 1).Edits(word.Edits, where))
            return; // They have been looked up.
        found.Clear();
        field.Spellings.Find(word.Letters, most, word.IsPrefix, found);
        foreach (var (list, edits) in found)
            field.Movies.OrInto(list, 0, movies.Open(where, edits == 1 ? Grade.OneTypo : Grade.TwoTypos));
    }

    /// <summary>A year is found as one, and one that is a little off as well when other words say which movie is meant.</summary>
    private void AddYears(int year, WordMovies movies)
    {
        AddYears(year, year, Grade.Whole, movies);
        if (!Search.ForgivesYears)
            return;
        var off = Search.Rules.YearsOff;
        AddYears(Math.Max(1, year - off), year + off, Grade.OneTypo, movies);
    }

    private void AddYears(int first, int last, Grade grade, WordMovies movies)
    {
        var (from, end) = Live.Part.MoviesOf(new YearRange(first, last));
        if (from >= end)
            return;
        var bits = movies.Open(WordField.Genre, grade);
        for (var movie = from; movie < end; movie++)
            Bitmap.Set(bits, movie);
    }

    /// <summary>A movie that has two neighbours as one word has each of them.</summary>
    private void LookUpJoined(JoinedWord joined)
    {
        var text = Live.Part.Text;
        LookUpJoined(joined, text.Title, WordField.Title);
        LookUpJoined(joined, text.Cast, WordField.Cast);
        LookUpJoined(joined, text.Extract, WordField.Extract);
    }

    private void LookUpJoined(JoinedWord joined, FieldWords field, WordField where)
    {
        if (joined.IsPrefix)
        {
            var beginning = field.Beginning(joined.Letters);
            if (beginning.IsEmpty)
                return;
            beginning.OrInto(words[joined.First].Open(where, Grade.Beginning));
            beginning.OrInto(words[joined.First + 1].Open(where, Grade.Beginning));
        }
        Add(field, joined.Letters, where, words[joined.First]);
        Add(field, joined.Letters, where, words[joined.First + 1]);
    }

    private void AddJoinedTypos(JoinedWord joined, FieldWords field, WordField where)
    {
        var most = Forgiveness.Edits(joined.Edits, where);
        if (most == (Forgiveness - 1).Edits(joined.Edits, where))
            return;
        found.Clear();
        field.Spellings.Find(joined.Letters, most, joined.IsPrefix, found);
        foreach (var (list, edits) in found)
        {
            var grade = edits == 1 ? Grade.OneTypo : Grade.TwoTypos;
            field.Movies.OrInto(list, 0, words[joined.First].Open(where, grade));
            field.Movies.OrInto(list, 0, words[joined.First + 1].Open(where, grade));
        }
    }

    private void Combine()
    {
        Scratch.Grow(ref matches, bitmapWords);
        Scratch.Grow(ref inTitle, bitmapWords);
        Scratch.Grow(ref inNames, bitmapWords);
        Scratch.Grow(ref scratch, bitmapWords);
        if (Search.Signs.Length > 0)
        {
            FindSigns();
            return;
        }
        Intersect();
        phrases.Keep(Live.Part, Search, matches.AsSpan(0, bitmapWords));
        RemoveExcluded();
        MatchCount = Bitmap.Count(Matches);
    }

    /// <summary>The movies whose titles begin with what was asked for, which has no word.</summary>
    private void FindSigns()
    {
        var part = Live.Part;
        var found = matches.AsSpan(0, bitmapWords);
        found.Clear();
        for (var place = part.FindTitle(Search.Signs).Place; place < part.Count && part.Titles[part.ByTitle[place]].StartsWith(Search.Signs); place++)
            Bitmap.Set(found, part.ByTitle[place]);
        found.CopyTo(inTitle);
        found.CopyTo(inNames);
        MatchCount = Bitmap.Count(found);
    }

    /// <summary>Finds the movies that have every required word: in the title; in title, names and genres; anywhere.</summary>
    private void Intersect()
    {
        Span<ulong> anywhere = matches.AsSpan(0, bitmapWords), union = scratch.AsSpan(0, bitmapWords);
        var any = false;
        for (var i = 0; i < Search.Words.Length; i++)
        {
            if (!Search.Words[i].IsRequired)
                continue;
            union.Clear();
            words[i].OrInto(WordField.Title, WordField.Title, union);
            Take(union, inTitle.AsSpan(0, bitmapWords), isFirst: !any);
            words[i].OrInto(WordField.Cast, WordField.Genre, union);
            Take(union, inNames.AsSpan(0, bitmapWords), isFirst: !any);
            words[i].OrInto(WordField.Extract, WordField.Extract, union);
            Take(union, anywhere, isFirst: !any);
            any = true;
        }
        if (any)
            return;
        anywhere.Fill(ulong.MaxValue);
        Bitmap.ClearRange(anywhere, Live.Part.Count, bitmapWords << 6);
        anywhere.CopyTo(inTitle);
        anywhere.CopyTo(inNames);
    }

    private static void Take(ReadOnlySpan<ulong> union, Span<ulong> target, bool isFirst)
    {
        if (isFirst)
            union.CopyTo(target);
        else
            Bitmap.And(target, union);
    }

    /// <summary>Removes the movies that have an excluded word or phrase.</summary>
    private void RemoveExcluded()
    {
        var union = scratch.AsSpan(0, bitmapWords);
        for (int i = 0, end; i < Search.Words.Length; i = end)
        {
            end = i + 1;
            if (!Search.Words[i].IsExcluded)
                continue;
            union.Clear();
            words[i].OrInto(WordField.Title, WordField.Extract, union);
            for (; end < Search.Words.Length && Search.Words[end].Phrase == Search.Words[i].Phrase; end++)
                IntersectAlso(end, union);
            phrases.KeepOne(Live.Part, Search, i, end, union);
            Bitmap.AndNot(matches.AsSpan(0, bitmapWords), union);
        }
    }

    private void IntersectAlso(int word, Span<ulong> movies)
    {
        Scratch.Grow(ref other, bitmapWords);
        var union = other.AsSpan(0, bitmapWords);
        union.Clear();
        words[word].OrInto(WordField.Title, WordField.Extract, union);
        Bitmap.And(movies, union);
    }
}
