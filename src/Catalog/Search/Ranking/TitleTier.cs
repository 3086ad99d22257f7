using System.Numerics;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Ranks the movies that have every word in their titles: with each letter that is typed of a first word, that is a great part of
/// all, and only a page of them is wanted.</summary>
/// <remarks>
/// They are taken apart by what their class can be at best: those that may begin with the words and have the last one whole; those that
/// may begin with them and have no more than a beginning of it; those that don't begin with them, whose class is known. Each is taken apart
/// again by the titles' lengths, shortest first, for the longer a title, the less a word in it weighs. So of each set it is known how good a
/// movie of it can be at best; within a set the newest come first; and as soon as a movie as good as that would come too late, the rest
/// of the set is passed over. Neither what may nor what can is exact: whatever is not passed over is scored.
/// </remarks>
internal sealed class TitleTier
{
    /// <summary>So few titles are looked at in the time that taking them apart takes.</summary>
    private const int Few = 192;

    private ulong[] begins = [], partly = [], others = [];
    private readonly byte[] both = new byte[2 * WordReader.MaxBytes];

    /// <summary>Adds the best to a selection.</summary>
    /// <param name="text">What was looked up.</param>
    /// <param name="titles">The movies.</param>
    /// <param name="scorer">Made ready for the part.</param>
    /// <param name="selection">Takes them; the group is left open.</param>
    public void Select(PartText text, ReadOnlySpan<ulong> titles, Scorer scorer, ref KeySelection selection)
    {
        if (text.Forgiveness != Forgiveness.None || Bitmap.Count(titles) <= Few)
        {
            SelectEach(titles, scorer, ref selection);
            return;
        }
        Scratch.Grow(ref begins, titles.Length);
        Scratch.Grow(ref partly, titles.Length);
        Scratch.Grow(ref others, titles.Length);
        Span<ulong> whole = begins.AsSpan(0, titles.Length), beginnings = partly.AsSpan(0, titles.Length), rest = others.AsSpan(0, titles.Length);
        FindBeginning(text, whole);
        titles.CopyTo(rest);
        Bitmap.AndNot(rest, whole);
        Bitmap.And(whole, titles);
        FindPartly(text, beginnings, whole);
        Bitmap.AndNot(whole, beginnings);
        Walk(new Set(whole, null, false), text, scorer, ref selection);
        Walk(new Set(beginnings, MatchClass.TitleBeginsPartly, true), text, scorer, ref selection);
        Walk(new Set(rest, MatchClass.Title, false), text, scorer, ref selection);
    }

    private static void SelectEach(ReadOnlySpan<ulong> titles, Scorer scorer, ref KeySelection selection)
    {
        foreach (var movie in new BitmapNumbers(titles))
        {
            // What a movie weighs is told more quickly than its class, and often that no class would do.
            var score = scorer.OfTitle(movie, MatchClass.TitleExact);
            if (selection.CanTake(movie, score))
                selection.Add(movie, Scorer.WithClass(score, scorer.ClassOf(movie)));
        }
    }

    /// <summary>The movies whose titles may begin with what was asked for, whatever may be passed over of both.</summary>
    private static void FindBeginning(PartText text, Span<ulong> movies)
    {
        movies.Clear();
        var groups = text.Live.Part.Text.TitleGroups;
        groups.OrUnknown(movies);
        foreach (var article in text.Search.Rules.Articles)
            groups.OrBeginning(article, movies);
        foreach (var word in text.Search.Words)
        {
            if (word.IsExcluded)
                continue;
            groups.OrBeginning(word.Letters, movies);
            foreach (var synonym in word.Synonyms)
                groups.OrBeginning(synonym, movies);
            if (!word.IsOptional)
                return;
        }
    }

    /// <summary>The movies whose titles have the last word, but never as a whole one, so that no title can be all that was asked for.</summary>
    private void FindPartly(PartText text, Span<ulong> movies, ReadOnlySpan<ulong> all)
    {
        movies.Clear();
        var words = text.Search.Words;
        var last = words.Length - 1;
        if (words[last] is not { IsPrefix: true, IsRequired: true })
            return;
        text[last].MoviesOf(WordField.Title, Grade.Beginning).CopyTo(movies);
        Bitmap.And(movies, all);
        if (text[last].MoviesOf(WordField.Title, Grade.Whole) is { IsEmpty: false } whole)
            Bitmap.AndNot(movies, whole);
        // Written apart or together in ways that are not looked up, as one of the two is a stop word or very short.
        var field = text.Live.Part.Text.Title;
        var letters = words[last].Letters;
        for (var at = 1; at < letters.Length; at++)
            RemoveBoth(field, letters.AsSpan(0, at), letters.AsSpan(at), movies);
        if (last == 0 || words[last - 1].Letters.Length + letters.Length > WordReader.MaxBytes)
            return;
        words[last - 1].Letters.CopyTo(both, 0);
        letters.CopyTo(both, words[last - 1].Letters.Length);
        Remove(field, both.AsSpan(0, words[last - 1].Letters.Length + letters.Length), movies);
    }

    /// <summary>Removes what has two words: found by the rarer of them.</summary>
    private static void RemoveBoth(FieldWords field, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<ulong> movies)
    {
        int first = field.Words.BinarySearch(left), second = first < 0 ? -1 : field.Words.BinarySearch(right);
        if (second >= 0)
            field.Movies.RemoveFrom(field.Movies.CountOf(first) < field.Movies.CountOf(second) ? first : second, movies);
    }

    private static void Remove(FieldWords field, ReadOnlySpan<byte> word, Span<ulong> movies)
    {
        if (field.Words.BinarySearch(word) is var list and >= 0)
            field.Movies.RemoveFrom(list, movies);
    }

    private static void Walk(Set set, PartText text, Scorer scorer, ref KeySelection selection)
    {
        // Titles of as many words as were asked for first: they are the likeliest to be the best.
        var likeliest = Math.Min(text.Search.Words.Length, TitleGroups.Lengths);
        Walk(set, likeliest, text, scorer, ref selection);
        for (var length = 1; length <= TitleGroups.Lengths; length++)
        {
            if (length != likeliest)
                Walk(set, length, text, scorer, ref selection);
        }
    }

    /// <summary>Goes through those of one length, the newest first, until a movie even of the best score would come too late.</summary>
    private static void Walk(Set set, int length, PartText text, Scorer scorer, ref KeySelection selection)
    {
        var movies = set.Movies;
        var ofLength = text.Live.Part.Text.TitleGroups.OfLength(length);
        var most = scorer.MostOfTitle(length, set.IsPartly);
        var best = Scorer.WithClass(most, set.Class ?? BestClass(text.Search, length));
        // Behind “the” comes a fifth of all titles: once it is known that no more of them can be taken, they are passed over first.
        var begun = Scorer.WithClass(most, MatchClass.TitleBegins);
        var passesBegun = false;
        for (var word = 0; word < movies.Length; word++)
        {
            var bits = movies[word] & ofLength[word];
            if (bits == 0)
                continue;
            if (!selection.CanTake((word << 6) + BitOperations.TrailingZeroCount(bits), best))
                break;
            if (set.Class is null)
                passesBegun = passesBegun || !selection.CanTake((word << 6) + BitOperations.TrailingZeroCount(bits), begun);
            for (; bits != 0; bits &= bits - 1)
            {
                var movie = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (!passesBegun || !scorer.BeginsPlainly(movie))
                    Take(movie, set.Class, most, scorer, ref selection);
            }
        }
        selection.Tighten();
    }

    /// <summary>Adds a movie, unless what is told quickly of it says that it would come too late.</summary>
    private static void Take(int movie, MatchClass? best, int most, Scorer scorer, ref KeySelection selection)
    {
        if (best is null)
        {
            var found = scorer.ClassOf(movie);
            if (selection.CanTake(movie, Scorer.WithClass(most, found)))
                selection.Add(movie, scorer.OfTitle(movie, found));
            return;
        }
        var score = scorer.OfTitle(movie, best.Value);
        if (selection.CanTake(movie, score))
            selection.Add(movie, best == MatchClass.Title ? score : Scorer.WithClass(score, scorer.ClassOf(movie)));
    }

    /// <summary>What a title of a length can be at best. Of one word, a title is no more than that one, taken apart, behind an article.</summary>
    private static MatchClass BestClass(SearchText search, int length) =>
        search.Words.Length == 1 && length > 3 ? MatchClass.TitleBegins : MatchClass.TitleExact;

    /// <summary>Movies whose titles can be of no better class; null for any.</summary>
    private readonly ref struct Set(ReadOnlySpan<ulong> movies, MatchClass? best, bool isPartly)
    {
        public ReadOnlySpan<ulong> Movies { get; } = movies;

        public MatchClass? Class { get; } = best;

        public bool IsPartly { get; } = isPartly;
    }
}
