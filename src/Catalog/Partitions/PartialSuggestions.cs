using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Partitions;

/// <summary>What one partition suggests: for each turn that it comes to, in their order, its likeliest titles, and its names.</summary>
/// <param name="Generation">The generation that was asked.</param>
/// <param name="Turns">The turns: what begins so, what has a word that begins so, what does but for one edit, and what does but for two; as
/// many as it takes to find enough.</param>
/// <remarks>
/// <para>How likely a name is meant depends on its movies in all partitions, so that all names come, or of very many those that have most
/// here; that a title is, on its document alone.</para>
/// <para>As bytes: a byte of the version, 1; the generation; the number of turns; of each the number of titles, and of each score, place, year, id,
/// folded title and title; the number of names, and of each place, roles, the number of spellings, and of each text and count; the rest.</para>
/// </remarks>
public sealed record PartialSuggestions(long Generation, SuggestionTurn[] Turns)
{
    private const byte Version = 1;

    /// <summary>As bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ByteBuffer(1024);
        var writing = new PartialWriting(bytes);
        bytes.Append(Version);
        writing.Number((ulong)Generation);
        writing.Number((ulong)Turns.Length);
        foreach (var turn in Turns)
        {
            writing.Number((ulong)turn.Titles.Length);
            foreach (var title in turn.Titles)
                Write(writing, title);
            writing.Number((ulong)turn.Names.Length);
            foreach (var name in turn.Names)
                Write(writing, name);
            writing.Number((ulong)turn.Rest);
        }
        return bytes.Written.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">It is none that this version wrote.</exception>
    public static PartialSuggestions Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new PartialReading(bytes);
        if (reading.Byte() != Version)
            throw new InvalidDataException("The suggestions of a partition are of another version.");
        var generation = (long)reading.Number();
        var turns = new SuggestionTurn[reading.Count()];
        for (var turn = 0; turn < turns.Length; turn++)
        {
            var titles = new SuggestedTitle[reading.Count()];
            for (var i = 0; i < titles.Length; i++)
                titles[i] = ReadTitle(ref reading);
            var names = new SuggestedName[reading.Count()];
            for (var i = 0; i < names.Length; i++)
                names[i] = ReadName(ref reading);
            turns[turn] = new SuggestionTurn(titles, names, (long)reading.Number());
        }
        return new PartialSuggestions(generation, turns);
    }

    private static void Write(PartialWriting writing, in SuggestedTitle title)
    {
        writing.Number((ulong)title.Score);
        writing.Number((ulong)title.Place);
        writing.Number((ulong)title.Year);
        writing.Bytes(title.Id);
        writing.Bytes(title.Folded);
        writing.Bytes(title.Json);
    }

    private static SuggestedTitle ReadTitle(ref PartialReading reading)
    {
        var (score, place, year) = ((int)reading.Number(), (int)reading.Number(), (int)reading.Number());
        var (id, folded, json) = (reading.Bytes(), reading.Bytes(), reading.Bytes());
        return new SuggestedTitle(score, place <= folded.Length ? place : throw PartialReading.Broken(), year, id, folded, json);
    }

    private static void Write(PartialWriting writing, in SuggestedName name)
    {
        writing.Number((ulong)name.Place);
        writing.Number((ulong)name.Roles);
        writing.Number((ulong)name.Spellings.Length);
        foreach (var spelling in name.Spellings)
        {
            writing.Bytes(spelling.Text);
            writing.Number((ulong)spelling.Count);
        }
    }

    private static SuggestedName ReadName(ref PartialReading reading)
    {
        var (place, roles) = ((int)reading.Number(), (long)reading.Number());
        var spellings = new SpellingUses[reading.Count()];
        if (spellings.Length == 0)
            throw PartialReading.Broken();
        for (var i = 0; i < spellings.Length; i++)
            spellings[i] = new SpellingUses(reading.Bytes(), (int)reading.Number());
        return new SuggestedName(place, roles, spellings);
    }
}

/// <summary>What a partition adds in one turn.</summary>
/// <param name="Titles">Its likeliest titles, best first: as many as could be wanted.</param>
/// <param name="Names">Its names, in no particular order.</param>
/// <param name="Rest">What its movies add at most to any name that does not come; 0 when all come.</param>
public sealed record SuggestionTurn(SuggestedTitle[] Titles, SuggestedName[] Names, long Rest);

/// <summary>A title that somebody may mean.</summary>
/// <param name="Score">How likely.</param>
/// <param name="Place">From where on in the folded title it is what was typed.</param>
/// <param name="Year">Its year.</param>
/// <param name="Id">Its id, ASCII.</param>
/// <param name="Folded">The folded title.</param>
/// <param name="Json">The title as its document has it.</param>
public readonly record struct SuggestedTitle(int Score, int Place, int Year, byte[] Id, byte[] Folded, byte[] Json);

/// <summary>A cast name that somebody may mean.</summary>
/// <param name="Place">From where on in the folded name it is what was typed.</param>
/// <param name="Roles">What the partition's movies add to it.</param>
/// <param name="Spellings">How it is spelt, at least one way, and how many movies do so; folded, all are the same.</param>
public readonly record struct SuggestedName(int Place, long Roles, SpellingUses[] Spellings);
